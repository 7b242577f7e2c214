// Draws every chart a page declares (a Vega-Lite document in a JSON element) in the page's own colours.
// The expression interpreter (`ast`) keeps to the page's strict content security policy.

const style = getComputedStyle(document.documentElement);
const token = (name) => style.getPropertyValue(name).trim();

function look() {
  const ink = token("--ink-2"), line = token("--line"), font = getComputedStyle(document.body).fontFamily;
  return {
    background: "transparent",
    font,
    view: { stroke: null },
    padding: { left: 2, right: 6, top: 6, bottom: 2 },
    range: { category: [1, 2, 3, 4, 5, 6, 7].map((n) => token(`--chart-${n}`)) },
    axis: { labelColor: ink, titleColor: ink, domainColor: line, tickColor: line, gridColor: line, labelFontSize: 12, titleFontSize: 12, titleFontWeight: "normal", labelAngle: 0 },
    axisX: { grid: false, tickSize: 4, labelPadding: 6, titlePadding: 8 },
    axisY: { domain: false, ticks: false, gridDash: [2, 4], labelPadding: 8, tickCount: 4 },
    bar: { color: token("--chart-1"), cornerRadiusEnd: 3 },
    line: { color: token("--chart-1"), strokeWidth: 2.25 },
    area: { color: token("--chart-1"), line: { color: token("--chart-1"), strokeWidth: 2 }, fillOpacity: 0.14 },
    rect: { color: token("--chart-1") },
    text: { color: token("--ink"), fontSize: 12 },
    point: { color: token("--chart-1") },
    rule: { color: token("--chart-2") },
    legend: { disable: true },
  };
}

async function draw(box) {
  const spec = JSON.parse(document.getElementById(box.dataset.chart).textContent);
  spec.config = { ...look(), ...spec.config };
  await window.vegaEmbed(box, spec, { ast: true, actions: false, renderer: "svg", defaultStyle: false, tooltip: { disableDefaultStyle: true } });
  box.dataset.drawn = "yes";
}

function drawAll() {
  document.querySelectorAll("[data-chart]").forEach((box) => draw(box));
}

drawAll();
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
document.body.addEventListener("htmx:afterSwap", () => document.querySelectorAll("[data-chart]:not([data-drawn])").forEach((box) => draw(box)));
