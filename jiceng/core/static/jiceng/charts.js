/* Line charts of the rows of a table: the table is the data, the chart only draws it. */
"use strict";

(() => {
  let library;

  /* The drawing library is large: it is fetched once, and only where there is something to draw. */
  function fetched(address) {
    library ||= new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = () => done(window.echarts);
      script.onerror = failed;
      document.head.append(script);
    });
    return library;
  }

  function numberIn(cell) {
    const text = cell.textContent.trim().replaceAll(",", "");
    return text === "" || Number.isNaN(Number(text)) ? null : Number(text);
  }

  function points(row) {
    return [...row.querySelectorAll("td")].map((cell) => ({
      value: numberIn(cell),
      symbol: cell.dataset.source === "frozen" ? "circle" : "emptyCircle",
    }));
  }

  function drawn(echarts, place, table) {
    const style = getComputedStyle(document.documentElement);
    const colour = style.getPropertyValue("--tblr-primary").trim();
    const quiet = style.getPropertyValue("--shell-quiet").trim();
    const heads = [...table.querySelectorAll("thead th")].slice(1).map((head) => head.textContent);
    const data = points(table.querySelector(`tr[data-row="${place.dataset.chart}"]`));
    const chart = echarts.init(place);
    const last = data.length - 1;
    chart.setOption({
      animation: false,
      grid: { left: 8, right: 28, top: 20, bottom: 4, containLabel: true },
      xAxis: {
        type: "category",
        data: heads.map((head) => head.slice(2)),
        boundaryGap: false,
        axisTick: { show: false },
        axisLabel: { color: quiet, fontSize: 11 },
      },
      yAxis: {
        type: "value",
        scale: true,
        minInterval: 1,
        splitNumber: 3,
        axisLabel: { color: quiet, fontSize: 11 },
      },
      series: [
        {
          type: "line",
          data: data.map((point, place) => ({ ...point, label: { show: place === last } })),
          symbolSize: 7,
          color: colour,
          label: { position: "top", color: colour, fontWeight: "bold" },
          emphasis: { label: { show: true } },
        },
      ],
    });
    new ResizeObserver(() => chart.resize()).observe(place);
  }

  function drawAll(root) {
    for (const group of root.querySelectorAll("[data-charts]:not([data-drawn])")) {
      group.dataset.drawn = "";
      const table = document.getElementById(group.dataset.charts);
      fetched(group.dataset.library).then(
        (echarts) => group.querySelectorAll("[data-chart]").forEach((place) => drawn(echarts, place, table)),
        () => group.remove(),
      );
    }
  }

  document.addEventListener("DOMContentLoaded", () => drawAll(document));
  document.addEventListener("htmx:load", (event) => drawAll(event.target.parentElement || document));
})();
