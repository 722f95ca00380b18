/* What the page can do besides, where there is JavaScript: keys, the next hit, a
   range of dates drawn with the pointer.  Everything here has another way, by
   links and forms. */
"use strict";

document.documentElement.classList.add("js");

const one = (selector) => document.querySelector(selector);
const all = (selector) => Array.from(document.querySelectorAll(selector));

/* ---- the query ----------------------------------------------------------- */

/* A character in the query is counted as people do, in the field as UTF-16. */
function showFault() {
	const q = one("#q[data-column]");
	if (!q)
		return;
	const before = Array.from(q.value).slice(0, Number(q.dataset.column) - 1);
	const at = before.join("").length;
	q.focus();
	q.setSelectionRange(at, Math.min(at + 1, q.value.length));
}

function sortAtOnce() {
	const sort = one("#sort");
	if (sort)
		sort.addEventListener("change", () => sort.form.requestSubmit());
}

/* ---- hits of an article -------------------------------------------------- */

let step = null;

function walkHits() {
	const count = one("#hit-count");
	if (!count)
		return;
	const hits = Number(count.dataset.hits);
	const steps = document.createElement("div");
	const place = document.createElement("span");
	let now = 0;

	const button = (text, label, by) => {
		const b = document.createElement("button");
		b.type = "button";
		b.textContent = text;
		b.setAttribute("aria-label", label);
		b.addEventListener("click", () => step(by));
		steps.append(b);
	};
	const show = () => {
		const total = count.dataset.text;
		place.textContent = now > 0 ? now + " of " + total : total;
	};
	const goTo = (n) => {
		const hit = document.getElementById("hit-" + n);
		if (!hit)
			return;
		for (const old of all("mark.now"))
			old.classList.remove("now");
		hit.classList.add("now");
		now = n;
		show();
		hit.focus({ preventScroll: true });
		hit.scrollIntoView({ block: "center" });
		history.replaceState(history.state, "", "#hit-" + n);
	};
	step = (by) => {
		const next = now + by;
		goTo(next < 1 ? hits : next > hits ? 1 : next);
	};
	steps.className = "steps";
	button("\u2191 Previous", "Previous hit", -1);
	button("\u2193 Next", "Next hit", 1);
	count.dataset.text = count.textContent.trim();
	place.setAttribute("role", "status");
	count.replaceChildren(place);
	count.after(steps);
	show();
	const wanted = /^#hit-(\d+)$/.exec(location.hash);
	if (wanted)
		goTo(Number(wanted[1]));
}

/* ---- a range of dates ---------------------------------------------------- */

function brushDates() {
	const svg = one("#bars");
	const form = one(".dates");
	if (!svg || !form)
		return;
	const bars = Array.from(svg.children);
	let from = -1, to = -1, dragged = false, pointer = null;

	const at = (x) => {
		const box = svg.getBoundingClientRect();
		const i = Math.floor((x - box.left) / box.width * bars.length);
		return Math.max(0, Math.min(bars.length - 1, i));
	};
	const paint = () => {
		const lo = Math.min(from, to), hi = Math.max(from, to);
		bars.forEach((bar, i) =>
			bar.classList.toggle("in", from >= 0 && i >= lo && i <= hi));
	};
	const fill = () => {
		form.from.value = bars[Math.min(from, to)].dataset.from;
		form.to.value = bars[Math.max(from, to)].dataset.to;
	};
	const forget = () => {
		from = to = -1;
		pointer = null;
		paint();
	};

	svg.addEventListener("pointerdown", (e) => {
		if (e.button !== 0)
			return;
		from = to = at(e.clientX);
		pointer = e.pointerId;
		dragged = false;
	});
	svg.addEventListener("pointermove", (e) => {
		if (e.pointerId !== pointer)
			return;
		const i = at(e.clientX);
		if (i !== to || dragged) {
			dragged = true;
			svg.setPointerCapture(pointer);
			to = i;
			paint();
		}
	});
	svg.addEventListener("pointerup", (e) => {
		if (e.pointerId !== pointer)
			return;
		pointer = null;
		if (!dragged)
			return;
		fill();
		form.requestSubmit();
	});
	svg.addEventListener("pointercancel", forget);
	/* A link is followed by a click, not by what ends a drag. */
	svg.addEventListener("click", (e) => {
		if (dragged)
			e.preventDefault();
	}, true);
	svg.addEventListener("dragstart", (e) => e.preventDefault());

	/* With keys: arrows move, with shift they draw a range, Enter takes it. */
	svg.setAttribute("tabindex", "0");
	svg.setAttribute("aria-describedby", "bars-keys");
	svg.addEventListener("keydown", (e) => {
		const by = { ArrowLeft: -1, ArrowRight: 1 }[e.key];
		if (by) {
			const next = (to < 0 ? (by > 0 ? -1 : bars.length) : to) + by;
			to = Math.max(0, Math.min(bars.length - 1, next));
			if (!e.shiftKey || from < 0)
				from = to;
			paint();
			fill();
			say(bars[to].querySelector("title").textContent);
		} else if (e.key === "Enter" && from >= 0) {
			fill();
			form.requestSubmit();
		} else if (e.key === "Escape") {
			forget();
		} else {
			return;
		}
		e.preventDefault();
	});
	const keys = document.createElement("p");
	keys.id = "bars-keys";
	keys.className = "unseen";
	keys.textContent = "Arrow keys move, with shift they choose a range, " +
		"Enter takes it.";
	const live = document.createElement("p");
	live.className = "unseen";
	live.setAttribute("role", "status");
	svg.after(keys, live);
	const say = (text) => {
		live.textContent = text;
	};
}

/* ---- keys ---------------------------------------------------------------- */

function keysAreOn() {
	try {
		return localStorage.getItem("newsidx-keys") !== "off";
	} catch {
		return true;
	}
}

/* Links of the list, results or hits; the one that has the focus. */
function move(by) {
	const links = all(".list h2 a, .kwic .hit a");
	const now = links.indexOf(document.activeElement);
	const next = links[now < 0 ? (by > 0 ? 0 : links.length - 1) : now + by];
	if (!next)
		return;
	next.focus();
	next.scrollIntoView({ block: "nearest" });
}

function follow(selector) {
	const link = one(selector);
	if (link)
		link.click();
}

const keys = {
	"/": () => one("#q") && one("#q").select(),
	j: () => move(1),
	k: () => move(-1),
	n: () => step && step(1),
	p: () => step && step(-1),
	"]": () => follow(".pager [rel=next]"),
	"[": () => follow(".pager [rel=prev]"),
	u: () => follow(".back"),
	"?": () => follow(".top nav a"),
};

function isTyping(target) {
	return target.matches("input, select, textarea, [contenteditable]");
}

document.addEventListener("keydown", (e) => {
	if (e.key === "Escape" && isTyping(e.target)) {
		e.target.blur();
		return;
	}
	if (e.ctrlKey || e.altKey || e.metaKey || isTyping(e.target) ||
	    !Object.hasOwn(keys, e.key) || !keysAreOn())
		return;
	e.preventDefault();
	keys[e.key]();
});

/* Whoever speaks to the page, or types into another program, has them off. */
function offerKeys() {
	const place = one("#keys-switch");
	if (!place)
		return;
	const label = document.createElement("label");
	const box = document.createElement("input");
	box.type = "checkbox";
	box.checked = keysAreOn();
	box.addEventListener("change", () => {
		try {
			localStorage.setItem("newsidx-keys", box.checked ? "on" : "off");
		} catch {
			box.checked = true;
		}
	});
	label.append(box, " Keys do something on this browser");
	place.append(label);
}

showFault();
sortAtOnce();
walkHits();
brushDates();
offerKeys();
