"""``python -m regulars.cli.building``: the engine's hottest modules made into machine code, where this machine has a C compiler.

About a minute, once for each state of the sources. Whatever goes wrong, the sources run as before; the reason is in ``build/engine/log``.
"""

import contextlib
import fcntl
import os
import shlex
import shutil
import sys
import sysconfig
from pathlib import Path

from regulars import _native
from regulars.cli.language import spoken
from regulars.cli.output import tell
from regulars.kit.phrases import phrases, say

phrases(
    {
        "build.no_compiler": (
            "No C compiler here: the engine runs from its sources (a C compiler, such as gcc, makes it about half as fast again)",
            "本机没有 C 编译器：引擎直接从源代码运行（装上 gcc 等 C 编译器后约快一半）",
            "本機沒有 C 編譯器：引擎直接從原始碼執行（裝上 gcc 等 C 編譯器後約快一半）",
        ),
        "build.making": ("Compiling the engine (about a minute, once) …", "正在编译引擎（约一分钟，仅一次）…", "正在編譯引擎（約一分鐘，僅一次）…"),
        "build.failed": (
            "The engine could not be compiled and runs from its sources; the reason is in {log}",
            "引擎编译未成功，将直接从源代码运行；原因见 {log}",
            "引擎編譯未成功，將直接從原始碼執行；原因見 {log}",
        ),
    }
)


def main() -> int:
    """0 whether or not there is something to gain: a shop opens either way."""
    built = _native.folder()
    if (built / "done").exists():
        return 0
    compiler = shlex.split(sysconfig.get_config_var("CC") or "cc")[0]
    if shutil.which(compiler) is None:
        tell(say("build.no_compiler", {}, spoken()))
        return 0
    _native.BUILDS.mkdir(parents=True, exist_ok=True)
    with (_native.BUILDS / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two installs at once: the second finds it done
        if not (built / "done").exists():
            tell(say("build.making", {}, spoken()))
            log = _native.BUILDS / "log"
            if not _made(built, log):
                tell(say("build.failed", {"log": str(log)}, spoken()))
    return 0


def _made(built: Path, log: Path) -> bool:
    """Whether the build is there now. In a child, because the compiler's tools print, and leave the process when they fail."""
    making = _native.BUILDS / "making"
    shutil.rmtree(making, ignore_errors=True)
    child = os.fork()
    if child == 0:
        code = 1
        with contextlib.suppress(BaseException):
            output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(output, 1)
            os.dup2(output, 2)
            _compile(making)
            code = 0
        os._exit(code)
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0:
        shutil.rmtree(making, ignore_errors=True)
        return False
    for old in _native.BUILDS.iterdir():
        if old.is_dir() and old != making:
            shutil.rmtree(old, ignore_errors=True)
    (making / "lib" / "done").touch()
    (making / "lib").rename(built)
    shutil.rmtree(making, ignore_errors=True)
    return True


def _compile(making: Path) -> None:
    import traceback

    from mypyc.build import mypycify
    from setuptools import Distribution
    from setuptools.command.build_ext import build_ext

    os.chdir(_native.PACKAGE.parent)  # a module's name is read off its path
    sys.argv = ["building"]
    try:
        modules = [str(source.relative_to(_native.PACKAGE.parent)) for source in _native.sources()]
        options = ["--follow-imports=silent", "--ignore-missing-imports", f"--cache-dir={making / 'cache'}", *modules]
        extensions = mypycify(options, opt_level="2", debug_level="0", multi_file=True, target_dir=str(making / "c"))
        command = build_ext(Distribution({"name": "engine", "ext_modules": extensions}))
        command.build_lib, command.build_temp = str(making / "lib"), str(making / "objects")
        command.parallel = min(os.cpu_count() or 1, 4)
        command.ensure_finalized()
        command.run()
    except BaseException:
        traceback.print_exc()
        raise


if __name__ == "__main__":
    raise SystemExit(main())
