// Draws a run's report from the data in the page. Texts from outside only ever become text nodes.
"use strict";
const run = JSON.parse(document.getElementById("run").textContent);
const SVG = "http://www.w3.org/2000/svg";

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function drawn(name, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

// --- Quantities ---

function count(value) { return Math.round(value).toLocaleString("en-US"); }

function digits(value) {
  const size = Math.abs(value);
  if (size >= 99.95) return count(value);
  if (size >= 9.995) return value.toFixed(1);
  return value.toFixed(2);
}

function time(ms) {
  if (ms === null || ms === undefined) return "–";
  if (ms === 0) return "0";
  if (ms < 0.9995) return digits(ms * 1000) + " µs";
  if (ms < 999.5) return digits(ms) + " ms";
  if (ms < 119950) return digits(ms / 1000) + " s";
  return Math.floor(ms / 60000) + " min " + Math.round(ms % 60000 / 1000) + " s";
}

function rate(value) {
  if (value === 0) return "0";
  if (value < 0.9995) return value.toFixed(3);
  return value < 99.95 ? value.toFixed(1) : count(value);
}

function bytes(value) {
  const units = ["B", "KB", "MB", "GB", "TB"];
  let unit = 0;
  while (value >= 999.5 && unit < 4) { value /= 1024; ++unit; }
  return (unit ? digits(value) : count(value)) + " " + units[unit];
}

function percent(fraction) {
  const value = fraction * 100;
  if (value <= 0) return "0 %";
  if (value < 0.005) return "<0.01 %";
  if (value >= 100) return "100 %";
  return value >= 99.995 ? ">99.99 %" : value.toFixed(2) + " %";
}

function clock(second) {
  const whole = Math.round(second);
  const parts = [Math.floor(whole / 60) % 60, whole % 60].map((part) => String(part).padStart(2, "0"));
  return whole >= 3600 ? Math.floor(whole / 3600) + ":" + parts.join(":") : parts.join(":");
}

function short(value) {
  if (value >= 1e9) return +(value / 1e9).toPrecision(3) + "G";
  if (value >= 1e6) return +(value / 1e6).toPrecision(3) + "M";
  if (value >= 1e4) return +(value / 1e3).toPrecision(3) + "k";
  return String(+value.toPrecision(3));
}

const part = (some, all) => (all > 0 ? some / all : 0);
const most = (values) => values.reduce((high, value) => Math.max(high, value ?? 0), 0);

// --- Scales ---

function ticksUpTo(high, wanted) {
  if (!(high > 0)) return [0, 1];
  const rough = high / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough);
  const ticks = [];
  for (let tick = 0; tick <= high + step * 0.999; tick += step) ticks.push(+tick.toPrecision(12));
  return ticks;
}

function secondTicks(length, width) {
  const count = Math.max(2, Math.floor(width / 70));
  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200, 86400];
  const step = steps.find((size) => length / size <= count) ?? Math.ceil(length / count);
  const ticks = [];
  for (let tick = 0; tick <= length; tick += step) ticks.push(tick);
  return ticks;
}

// --- Charts ---

// As many units as there are pixels, so that texts keep their size on a small screen.
const box = { width: 560, height: 230, left: 56, right: 14, top: 10, bottom: 30 };

function fitBox() {
  const page = document.documentElement.clientWidth;
  const inner = Math.min(page, 1240) - (page > 860 ? 48 : 28);
  box.wide = Math.max(260, inner - 42);
  box.width = page > 860 ? (inner - 16) / 2 - 42 : box.wide;
}

// Steps of 1, 2 or 5 in the unit that the values are shown in, or powers of ten.
function valueScale(y, low, high) {
  const room = box.height - box.top - box.bottom;
  if (y.log && high > 0) {
    const from = Math.floor(Math.log10(low) + 1e-9);
    const to = Math.max(from + 1, Math.ceil(Math.log10(high) - 1e-9));
    const ticks = [];
    const factors = to - from > 2 ? [1] : to - from > 1 ? [1, 3] : [1, 2, 5];
    for (let power = from; power <= to; ++power) {
      for (const factor of power < to ? factors : [1]) ticks.push(factor * 10 ** power);
    }
    const place = (value) => (Math.log10(Math.max(value, 10 ** from)) - from) / (to - from);
    return { ticks, toY: (value) => box.height - box.bottom - place(value) * room, base: 10 ** from };
  }
  const unit = y.unit ? y.unit(high) : 1;
  const ticks = ticksUpTo(high / unit, 4).map((tick) => tick * unit);
  const top = ticks[ticks.length - 1];
  return { ticks, toY: (value) => box.height - box.bottom - value / top * room, base: 0 };
}

function byteUnit(high) { return 1024 ** Math.max(0, Math.floor(Math.log(Math.max(high, 1)) / Math.log(1024))); }

// options: { x: {low, high, ticks, text}, y: {format, high?}, series: [{name, color, points: [[x, y]]}],
//            describe, at(x): heading of the tooltip, fill }
function lineChart(options) {
  const { width, height, left, right, bottom } = box;
  const series = options.series.filter((one) => one.points.length > 0);
  const highest = options.y.high ?? most(series.flatMap((one) => one.points.map((point) => point[1])));
  const lowest = series.flatMap((one) => one.points).reduce((low, point) =>
    point[1] > 0 ? Math.min(low, point[1]) : low, highest);
  const { ticks: yTicks, toY, base: yBase } = valueScale(options.y, lowest, highest);
  const span = options.x.high - options.x.low || 1;
  const toX = (x) => left + (x - options.x.low) / span * (width - left - right);

  const svg = drawn("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": options.describe });
  for (const tick of yTicks) {
    svg.append(drawn("line", { class: tick > yBase ? "gridline" : "axis", x1: left, x2: width - right, y1: toY(tick), y2: toY(tick) }),
      drawn("text", { x: left - 8, y: toY(tick) + 4, "text-anchor": "end" }, options.y.format(tick)));
  }
  for (const tick of options.x.ticks) {
    svg.append(drawn("text", { x: toX(tick), y: height - bottom + 18, "text-anchor": "middle" }, options.x.text(tick)));
  }
  for (const one of series) {
    const path = one.points.map(([x, y]) => `${toX(x).toFixed(1)},${toY(y).toFixed(1)}`).join(" ");
    if (options.fill && one === series[0] && one.points.length > 1) {
      const base = toY(0);
      svg.append(drawn("polygon", { fill: `var(${one.color})`, "fill-opacity": ".12",
        points: `${toX(one.points[0][0])},${base} ${path} ${toX(one.points[one.points.length - 1][0])},${base}` }));
    }
    svg.append(one.points.length === 1
      ? drawn("circle", { cx: toX(one.points[0][0]), cy: toY(one.points[0][1]), r: 3, fill: `var(${one.color})` })
      : drawn("polyline", { points: path, fill: "none", stroke: `var(${one.color})`, "stroke-width": one.thin ? 1 : 1.8,
        "stroke-linejoin": "round" }));
  }
  const figure = element("figure", {}, svg);
  if (options.series.length > 1 || options.legend) figure.prepend(legend(options.series));
  followPointer(figure, svg, series, options, toX, toY);
  return figure;
}

function legend(series) {
  const list = element("ul", { class: "legend" });
  for (const one of series) {
    const mark = element("i");
    mark.style.background = `var(${one.color})`;
    list.append(element("li", {}, mark, one.name));
  }
  return list;
}

function followPointer(figure, svg, series, options, toX, toY) {
  if (!series.length) return;
  const cursor = drawn("line", { class: "cursor", y1: box.top, y2: box.height - box.bottom, visibility: "hidden" });
  const dots = series.map((one) => drawn("circle", { r: 3.5, fill: `var(${one.color})`, visibility: "hidden" }));
  svg.append(cursor, ...dots);
  const tip = element("div", { class: "tip", hidden: "" });
  figure.append(tip);
  const hide = () => {
    tip.hidden = true;
    for (const mark of [cursor, ...dots]) mark.setAttribute("visibility", "hidden");
  };
  svg.addEventListener("pointerleave", hide);
  svg.addEventListener("pointermove", (event) => {
    const area = svg.getBoundingClientRect();
    const scale = area.width / box.width;
    const at = (event.clientX - area.left) / scale;
    const nearest = (points) => points.reduce((best, point) =>
      Math.abs(toX(point[0]) - at) < Math.abs(toX(best[0]) - at) ? point : best);
    const x = toX(nearest(series[0].points)[0]);
    tip.replaceChildren(element("b", {}, options.at(nearest(series[0].points)[0])));
    series.forEach((one, index) => {
      const point = nearest(one.points);
      dots[index].setAttribute("cx", toX(point[0]));
      dots[index].setAttribute("cy", toY(point[1]));
      dots[index].setAttribute("visibility", "visible");
      tip.append(element("div", {}, `${one.name}: ${(options.y.exact ?? options.y.format)(point[1])}`));
    });
    for (const end of ["x1", "x2"]) cursor.setAttribute(end, x);
    cursor.setAttribute("visibility", "visible");
    tip.hidden = false;
    const offset = svg.getBoundingClientRect().top - figure.getBoundingClientRect().top;
    const place = x * scale + 14;
    tip.style.left = (place + tip.offsetWidth > area.width ? x * scale - tip.offsetWidth - 14 : place) + "px";
    tip.style.top = offset + 12 + "px";
  });
}

function timeAxis() {
  const length = Math.max(run.seconds.step, run.seconds.at.length * run.seconds.step);
  return { low: 0, high: length, ticks: secondTicks(length, box.width - box.left), text: clock };
}

function atSecond(x) {
  return run.seconds.step > 1 ? `${clock(x)} to ${clock(x + run.seconds.step)}` : clock(x);
}

function overTime(values) {
  return run.seconds.at.map((second, index) => [second, values[index]]).filter((point) => point[1] !== null);
}

// A bar for each name, beside it where there is room, else above.
function bars(rows, color, format, describe) {
  const high = most(rows.map((row) => row[1])) || 1;
  const wanted = 16 + 6.8 * most(rows.map((row) => row[0].length));
  const isAbove = wanted > box.width * 0.6;
  const left = isAbove ? 0 : wanted;
  const line = isAbove ? 40 : 26;
  const svg = drawn("svg", { viewBox: `0 0 ${box.width} ${rows.length * line + 4}`, role: "img", "aria-label": describe });
  const room = Math.floor(box.width / 6.6);
  rows.forEach(([name, value], index) => {
    const y = index * line + (isAbove ? 16 : 0);
    const long = Math.max(2, value / high * (box.width - left - 74));
    const shown = name.length > room ? name.slice(0, room - 1) + "…" : name;
    svg.append(drawn("text", isAbove ? { x: 0, y: y - 2 } : { x: left - 8, y: y + 17, "text-anchor": "end" }, shown),
      drawn("rect", { x: left, y: y + 4, width: long, height: 18, rx: 3, fill: `var(${color})` },
        drawn("title", {}, `${name}: ${format(value)}`)),
      drawn("text", { x: left + long + 7, y: y + 17 }, format(value)));
  });
  return element("figure", {}, svg);
}

// How often which latency came: columns over a logarithmic axis.
function distribution(buckets) {
  const { width, height, left, right, top, bottom } = box;
  const high = most(buckets.map((bucket) => bucket[2]));
  const low = Math.log10(buckets[0][0]);
  const span = Math.log10(buckets[buckets.length - 1][1]) - low || 1;
  const toX = (ms) => left + (Math.log10(ms) - low) / span * (width - left - right);
  const yTicks = ticksUpTo(high, 4);
  const yHigh = yTicks[yTicks.length - 1];
  const toY = (y) => height - bottom - y / yHigh * (height - top - bottom);
  const svg = drawn("svg", { viewBox: `0 0 ${width} ${height}`, role: "img",
    "aria-label": `Samples by latency, from ${time(buckets[0][0])} to ${time(buckets[buckets.length - 1][1])}` });
  for (const tick of yTicks) {
    svg.append(drawn("line", { class: tick ? "gridline" : "axis", x1: left, x2: width - right, y1: toY(tick), y2: toY(tick) }),
      drawn("text", { x: left - 8, y: toY(tick) + 4, "text-anchor": "end" }, short(tick)));
  }
  const factors = span < 1 ? [1, 1.5, 2, 3, 4, 5, 7] : span < 2.5 ? [1, 2, 5] : [1];
  for (let power = Math.floor(low) - 1; power <= low + span + 1; ++power) {
    for (const factor of factors) {
      const tick = factor * 10 ** power;
      if (Math.log10(tick) < low - 0.001 || Math.log10(tick) > low + span + 0.001) continue;
      svg.append(drawn("text", { x: toX(tick), y: height - bottom + 18, "text-anchor": "middle" }, tickTime(tick)));
    }
  }
  for (const [from, to, samples] of buckets) {
    if (!samples) continue;
    const y = Math.min(toY(samples), height - bottom - 1.5);
    svg.append(drawn("rect", { x: toX(from) + 0.5, y, width: Math.max(1, toX(to) - toX(from) - 1), height: height - bottom - y,
      fill: "var(--s0)", "fill-opacity": ".85" },
      drawn("title", {}, `${time(from)} to ${time(to)}: ${count(samples)} samples`)));
  }
  return element("figure", {}, svg);
}

function tickTime(ms) {
  if (ms < 0.9995) return +(ms * 1000).toPrecision(2) + " µs";
  return ms < 999.5 ? +ms.toPrecision(2) + " ms" : +(ms / 1000).toPrecision(2) + " s";
}

// A row for each shard on one canvas: thousands of cells would be too many elements.
function heat(shards) {
  const cells = most(shards.map((shard) => shard.each.length));
  const high = most(shards.flatMap((shard) => shard.each));
  const isSmall = box.wide < 700;
  const line = shards.length > 24 ? 15 : 22;
  const ratio = 2;
  const canvas = element("canvas", { role: "img", width: Math.round((box.wide - (isSmall ? 150 : 240)) * ratio),
    height: shards.length * line * ratio,
    "aria-label": `Records of ${shards.length} shards over time, up to ${rate(high)} a second` });
  const paint = canvas.getContext("2d");
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim().match(/[0-9a-f]{2}/gi).map((hex) => parseInt(hex, 16));
  const [cold, hot] = [colour("--heat0"), colour("--heat1")];
  const cell = canvas.width / cells;
  shards.forEach((shard, row) => shard.each.forEach((records, index) => {
    const share = part(records, high);
    paint.fillStyle = `rgb(${cold.map((base, channel) => Math.round(base + (hot[channel] - base) * share)).join(" ")})`;
    const from = Math.round(index * cell);
    paint.fillRect(from, row * line * ratio + 2, Math.round((index + 1) * cell) - from, line * ratio - 4);
  }));
  const length = cells * run.shards.step;
  const axis = element("div", { class: "heat-axis" });
  for (const tick of secondTicks(length, canvas.width / ratio)) {
    const mark = element("span", {}, clock(tick));
    mark.style.left = tick / length * 100 + "%";
    axis.append(mark);
  }
  const names = element("ol", {}, ...shards.map((shard) => element("li", { title: shard.name },
    isSmall && shard.name.length > 13 ? "…" + shard.name.slice(-12) : shard.name)));
  const rates = element("ol", {}, ...shards.map((shard) => element("li", {}, rate(shard.rate) + "/s")));
  const figure = element("figure", { class: "heat", style: `--row: ${line}px` }, names, element("div", {}, canvas, axis), rates);
  const tip = element("div", { class: "tip", hidden: "" });
  figure.append(tip);
  canvas.addEventListener("pointerleave", () => { tip.hidden = true; });
  canvas.addEventListener("pointermove", (event) => {
    const area = canvas.getBoundingClientRect();
    const shard = shards[Math.min(shards.length - 1, Math.max(0, Math.floor((event.clientY - area.top) / line)))];
    const index = Math.min(cells - 1, Math.max(0, Math.floor((event.clientX - area.left) / area.width * cells)));
    tip.replaceChildren(element("b", {}, shard.name),
      `${clock(index * run.shards.step)}: ${rate(shard.each[index] ?? 0)} records/s`);
    tip.hidden = false;
    const whole = figure.getBoundingClientRect();
    tip.style.left = Math.min(event.clientX - whole.left + 14, whole.width - tip.offsetWidth) + "px";
    tip.style.top = event.clientY - whole.top + 14 + "px";
  });
  return figure;
}

// --- Parts of the page ---

function section(title, ...children) {
  const id = "part-" + title.toLowerCase().replace(/[^a-z]+/g, "-");
  return element("section", { "aria-labelledby": id }, element("div", { class: "head" }, element("h2", { id }, title)), ...children);
}

function table(name, heads, rows, classOf = () => "", kind = "") {
  const body = element("tbody");
  rows.forEach((cells, index) => {
    const row = element("tr", { class: classOf(index) });
    cells.forEach((cell, column) => {
      const made = element(column ? "td" : "th", column ? {} : { scope: "row" }, cell.text ?? cell);
      if (column === 0) made.title = cell.text ?? cell;
      if (cell.class) made.className = cell.class;
      row.append(made);
    });
    body.append(row);
  });
  const head = element("tr", {}, ...heads.map((text) => element("th", { scope: "col" }, text)));
  return element("div", { class: "scroll " + kind, tabindex: "0", role: "region", "aria-label": "Table: " + name },
    element("table", {}, element("thead", {}, head), body));
}

function header() {
  const missed = run.thresholds.filter((one) => !one.holds).length;
  const badge = run.abort ? ["bad", "Ended early"]
    : missed ? ["bad", `${missed} of ${run.thresholds.length} thresholds missed`]
      : run.thresholds.length ? ["good", "All thresholds hold"]
        : run.interrupted ? ["none", "Interrupted"] : ["none", "No thresholds"];
  return element("header", {}, element("h1", {}, run.plan || "Load test"),
    element("span", { class: `badge ${badge[0]}` }, badge[1]),
    element("p", {}, `${run.started} · ${time(run.duration * 1000)} · seed ${run.seed}`));
}

function notes() {
  const lists = [];
  const list = (texts, kind) => lists.push(element("ul", { class: `notes ${kind}` },
    ...texts.map((text) => element("li", {}, text))));
  if (run.abort) list([run.abort], "bad");
  if (run.interrupted && !run.abort) list(["Interrupted: these are the samples until then."], "bad");
  if (run.notes.length) list(run.notes, "");
  return lists;
}

function tiles() {
  const { total, duration } = run;
  const latency = total.latency;
  const all = [["Samples", count(total.samples), `${rate(part(total.samples, duration))} per second`],
    ["Records", count(total.records), `${rate(part(total.records, duration))} per second`],
    ["Data", bytes(total.payload), `${bytes(part(total.payload, duration))} per second`],
    ["Median", latency ? time(latency.p50) : "–", "latency"],
    ["99 %", latency ? time(latency.p99) : "–", "latency"],
    ["Maximum", latency ? time(latency.max) : "–", "latency"],
    ["Errors", percent(part(total.failed, total.samples)), `${count(total.failed)} samples`, total.failed > 0],
    ["Throttles", count(total.throttles), `of ${count(total.attempts)} attempts`]];
  if (run.trace.sent || run.trace.received) {
    all.push(["Lost", count(run.trace.lost), `${count(run.trace.duplicates)} twice, ${count(run.trace.disorder)} out of order`,
      run.trace.lost > 0]);
  }
  return element("ul", { class: "tiles" }, ...all.map(([name, value, more, bad]) =>
    element("li", bad ? { class: "bad" } : {}, element("span", { class: "name" }, name),
      element("span", { class: "value" }, value), element("span", { class: "more" }, more))));
}

function thresholds() {
  if (!run.thresholds.length) return [];
  return [section("Thresholds", table("Thresholds", ["Threshold", "Measured", "Result"], run.thresholds.map((one) =>
    [one.text, one.measured, { text: one.holds ? "holds" : "missed", class: one.holds ? "holds" : "missed" }]), undefined, "narrow"))];
}

function statistics() {
  const rows = run.labels.length > 1 ? [...run.labels, run.total] : run.labels;
  const { duration } = run;
  const heads = ["Label", "# Samples", "Average", "Median", "90% Line", "95% Line", "99% Line", "99.9%", "Min", "Maximum",
    "Std. Dev.", "Error %", "Throughput"];
  const cells = rows.map((row) => {
    const of = (name) => (row.latency ? time(row.latency[name]) : "–");
    return [row.label, count(row.samples), of("mean"), of("p50"), of("p90"), of("p95"), of("p99"), of("p999"), of("min"),
      of("max"), of("stddev"), percent(part(row.failed, row.samples)), rate(part(row.samples, duration)) + "/s"];
  });
  const last = (index) => (run.labels.length > 1 && index === rows.length - 1 ? "total" : "");
  const volume = rows.map((row) => [row.label, count(row.records), count(row.recordsFailed), rate(part(row.records, duration)),
    bytes(row.payload), count(row.attempts), count(row.throttles), rate(part(row.received, duration) / 1024),
    rate(part(row.sent, duration) / 1024), rate(part(row.received, row.samples))]);
  return [section("Statistics", element("figcaption", {},
    "Latency counts from the planned send. Percentiles come from merged histograms, never from averages."),
  table("Statistics", heads, cells, last)),
  section("Records and bytes", table("Records and bytes", ["Label", "Records", "Failed", "Records/s", "Data", "Attempts", "Throttles",
    "Received KB/sec", "Sent KB/sec", "Avg. Bytes"], volume, last))];
}

function times() {
  const rows = [];
  const all = run.labels.length > 1 ? [...run.labels, run.total] : run.labels;
  for (const row of all) {
    for (const [name, key] of [["latency", "latency"], ["service time", "service"], ["connect", "connect"],
      ["end to end", "endToEnd"]]) {
      const times = row[key];
      if (!times) continue;
      rows.push([`${row.label}: ${name}`, count(times.count), time(times.mean), time(times.p50), time(times.p90), time(times.p99),
        time(times.p999), time(times.p9999), time(times.max)]);
    }
  }
  if (run.lateness) {
    const times = run.lateness;
    rows.push(["Sent late by", count(times.count), time(times.mean), time(times.p50), time(times.p90), time(times.p99),
      time(times.p999), time(times.p9999), time(times.max)]);
  }
  if (!rows.length) return [];
  return [section("All times", element("figcaption", {},
    "Latency: from the planned send. Service time: from the real one. End to end: from the send of a record to its reader."),
  table("All times", ["Of", "Count", "Average", "Median", "90 %", "99 %", "99.9 %", "99.99 %", "Maximum"], rows))];
}

function apdex() {
  const rows = run.labels.filter((row) => row.apdex !== null).map((row) => [row.label, row.apdex.toFixed(3),
    time(run.apdex.satisfied), time(run.apdex.tolerated)]);
  if (!rows.length) return element("p", { class: "empty" }, "No samples.");
  return table("APDEX", ["Label", "APDEX", "Satisfied up to", "Tolerated up to"], rows, undefined, "narrow");
}

function rateChart() {
  const { at, samples, records, failed } = run.seconds;
  const series = [{ name: "Records/s", color: "--s0", points: overTime(records) },
    { name: "Samples/s", color: "--s2", points: overTime(samples) }];
  if (most(failed) > 0) series.push({ name: "Failed samples/s", color: "--s1", points: overTime(failed) });
  if (!at.length) return element("p", { class: "empty" }, "The run was shorter than a second.");
  return lineChart({ x: timeAxis(), y: { format: short, exact: rate }, series, at: atSecond, fill: true,
    describe: `Rate over time, up to ${rate(most(records))} records a second` });
}

function latencyChart(label) {
  const one = label.seconds;
  if (!one.p50.some((value) => value !== null)) return element("p", { class: "empty" }, "No samples.");
  const series = [["99 %", "p99", "--s1"], ["95 %", "p95", "--s3"], ["90 %", "p90", "--s2"], ["Median", "p50", "--s0"]]
    .map(([name, key, color]) => ({ name, color, points: overTime(one[key]) }));
  series.unshift({ name: "Maximum", color: "--s4", points: overTime(one.max), thin: true });
  return lineChart({ x: timeAxis(), y: { format: tickTime, exact: time, log: true }, series, at: atSecond,
    describe: `Latency of ${label.label} over time, 99 % up to ${time(most(one.p99))}` });
}

function percentileChart(label) {
  const place = (percentile) => -Math.log10(1 - percentile);
  const lines = [["Latency", "latencyCurve", "--s0"], ["Service time", "serviceCurve", "--s2"], ["End to end", "endCurve", "--s3"]];
  const series = lines.filter(([, key]) => label[key].length)
    .map(([name, key, color]) => ({ name, color, points: label[key].map(([percentile, ms]) => [place(percentile), ms]) }));
  if (!series.length) return element("p", { class: "empty" }, "No samples.");
  const high = Math.max(1, ...series.map((one) => one.points[one.points.length - 1][0]));
  const ticks = [0, 1, 2, 3, 4, 5, 6, 7].filter((tick) => tick <= high + 0.001);
  const name = (x) => (x ? +((1 - 10 ** -x) * 100).toFixed(5) + " %" : "0 %");
  return lineChart({ x: { low: 0, high, ticks, text: name }, y: { format: (ms) => (ms ? tickTime(ms) : "0"), exact: time },
    series, at: name, legend: true, describe: `Latency of ${label.label} by percentile` });
}

function withChoice(title, caption, draw) {
  const busiest = run.labels.reduce((best, label, index) => (label.samples > run.labels[best].samples ? index : best), 0);
  const start = chosen[title] ?? busiest;
  const part = section(title, element("figcaption", {}, caption));
  const hold = element("div");
  const show = (index) => hold.replaceChildren(draw(run.labels[index]));
  if (run.labels.length > 1) {
    const choice = element("select", { "aria-label": `Sampler of ${title}` });
    run.labels.forEach((label, index) => choice.append(element("option", { value: index }, label.label)));
    choice.value = start;
    choice.addEventListener("change", () => { chosen[title] = choice.value; show(choice.value); });
    part.querySelector(".head").append(choice);
  }
  if (run.labels.length) show(start);
  part.append(hold);
  return part;
}

function errorCharts() {
  const codes = run.total.errors;
  if (!codes.length && !run.total.failed) {
    return [section("Errors", element("p", { class: "empty" }, "None: every sample was answered as it should be."))];
  }
  const { failed, recordsFailed, throttles } = run.seconds;
  const series = [{ name: "Failed samples/s", color: "--s1", points: overTime(failed) },
    { name: "Failed records/s", color: "--s5", points: overTime(recordsFailed) },
    { name: "Throttles/s", color: "--s4", points: overTime(throttles) }];
  return [element("div", { class: "pair" },
    section("Errors over time", lineChart({ x: timeAxis(), y: { format: short, exact: rate }, series, at: atSecond,
      describe: `Errors over time, up to ${rate(most(failed))} failed samples a second` })),
    section("Errors by code", codes.length
      ? bars(codes.slice(0, 12), "--s1", count, `Errors by code, most often ${codes[0][0]}`)
      : element("p", { class: "empty" }, "No codes.")))];
}

function shardParts() {
  const shards = run.shards.list;
  if (!shards.length) return [];
  const hidden = run.shards.all - shards.length;
  const caption = `Records a second of each shard; the strongest colour is ${rate(most(shards.flatMap((shard) => shard.each)))}.` +
    (hidden > 0 ? ` The ${shards.length} busiest of ${run.shards.all}.` : "");
  const parts = [];
  if (shards.some((shard) => shard.each.length)) parts.push(section("Shards over time", element("figcaption", {}, caption), heat(shards)));
  const all = shards.reduce((sum, shard) => sum + shard.records, 0);
  parts.push(section("Shards", table("Shards", ["Shard", "Records", "Share", "Records/s", "Data", "Throttles"], shards.map((shard) =>
    [shard.name, count(shard.records), percent(part(shard.records, all)), rate(shard.rate), bytes(shard.bytes), count(shard.throttles)]))));
  return parts;
}

function loadCharts() {
  const { threads, sent, received } = run.seconds;
  if (!run.seconds.at.length) return [];
  return [element("div", { class: "pair" },
    section("Threads and calls under way", lineChart({ x: timeAxis(), y: { format: short, exact: count }, fill: true, at: atSecond,
      series: [{ name: "Under way", color: "--s3", points: overTime(threads) }],
      describe: `Threads or calls under way, up to ${count(most(threads))}` })),
    section("Bytes on the wire", lineChart({ x: timeAxis(), y: { format: (value) => (value ? bytes(value).replace(/\.0+ /, " ") : "0"), exact: (value) => bytes(value) + "/s", unit: byteUnit },
      at: atSecond, series: [{ name: "Sent", color: "--s0", points: overTime(sent) }, { name: "Received", color: "--s2", points: overTime(received) }],
      describe: `Bytes on the wire, up to ${bytes(most(sent))} sent a second` })))];
}

function planPart() {
  if (!run.planLines.length) return [];
  const list = element("dl");
  for (const [name, text] of run.planLines) list.append(element("dt", {}, name), element("dd", {}, text));
  return [section("Plan", list)];
}

const chosen = {};

function page() {
  const step = run.seconds.step;
  const each = step > 1 ? ` Each point is the highest of ${step} seconds.` : "";
  return [header(), element("main", {}, ...notes(), tiles(), ...thresholds(), ...statistics(),
    element("div", { class: "pair" },
      section("Rate", element("figcaption", {}, step > 1 ? `Each point is the mean of ${step} seconds.` : "Second by second."),
        rateChart()),
      withChoice("Latency over time", "From the planned send, second by second; the axis is logarithmic." + each, latencyChart)),
    element("div", { class: "pair" },
      withChoice("Latency by percentile", "Each further mark is ten times as rare.", percentileChart),
      withChoice("Distribution of latency", "How many samples took how long; the axis is logarithmic.", (label) =>
        (label.buckets.length ? distribution(label.buckets) : element("p", { class: "empty" }, "No samples.")))),
    ...errorCharts(), ...shardParts(), ...loadCharts(), ...times(), section("APDEX", apdex()), ...planPart()),
  element("footer", {}, `weir ${run.version}`)];
}

const root = element("div");
function draw() {
  fitBox();
  root.replaceChildren(...page());
}
document.title = (run.plan || "Load test") + " – weir meter";
document.body.append(root);
draw();
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
let drawnFor = document.documentElement.clientWidth;
window.addEventListener("resize", () => {
  const width = document.documentElement.clientWidth;
  if (Math.abs(width - drawnFor) < 24) return;
  drawnFor = width;
  draw();
});
