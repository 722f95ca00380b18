// page.js URL OUTPUT - the page as people use it, in a browser.  TAP; pictures in
// OUTPUT.
"use strict";

const fs = require("fs");
const { chromium } = require("playwright-core");
const axe = fs.readFileSync(require.resolve("axe-core"), "utf8");

const [url, out] = process.argv.slice(2);
const PHONE = { width: 360, height: 740 };
let number = 0, failed = 0, story = "";
let browser;
const said = [];

function tell(ok, what, why) {
	number++;
	failed += ok ? 0 : 1;
	console.log(`${ok ? "ok" : "not ok"} ${number} - ${story}: ${what}`.replaceAll("#", "\\#"));
	if (!ok)
		console.log(String(why).replace(/^/gm, "# "));
}

function same(got, wanted, what) {
	const a = JSON.stringify(got), b = JSON.stringify(wanted);
	tell(a === b, what, `got ${a}, wanted ${b}`);
}

function truth(got, what) {
	tell(Boolean(got), what, `got ${got}`);
}

// A page of its own; what the browser complains of is kept.
async function open(path, options = {}) {
	const context = await browser.newContext({
		viewport: { width: 1280, height: 900 }, acceptDownloads: true, ...options });
	const page = await context.newPage();
	page.setDefaultTimeout(20000);
	page.on("console", (m) => {
		if (["error", "warning"].includes(m.type()) && !/status of 40[04]/.test(m.text()))
			said.push(`${page.url()}: ${m.text()}`);
	});
	page.on("pageerror", (e) => said.push(`${page.url()}: ${e.message}`));
	page.on("request", (r) => {
		if (!r.url().startsWith(url + "/"))
			said.push(`asked elsewhere: ${r.url()}`);
	});
	await page.goto(url + path);
	return page;
}

const text = (page, selector) => page.locator(selector).first().innerText();
const total = async (page) => Number((await text(page, "#count")).replace(/\D/g, ""));
const query = (page) => page.locator("#q").inputValue();
const picture = (page, name, options) => page.screenshot({ path: `${out}/${name}.png`, ...options });

async function api(path) {
	return (await fetch(url + path)).json();
}

// Waits for the page that something leads to.
async function leads(page, act) {
	await Promise.all([page.waitForNavigation(), act()]);
}

async function look(page, name) {
	await page.evaluate(axe);
	const found = await page.evaluate(() => window.axe.run(document, {
		runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
	const bad = found.violations.map((v) => `${v.impact} ${v.id}: ` +
		v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160) + " " + n.failureSummary).join("; "));
	same(bad, [], `axe finds nothing: ${name}`);
}

const stories = {
	async "a search"() {
		const page = await open("/");
		await page.fill("#q", "security w/9 guarantees");
		await leads(page, () => page.press("#q", "Enter"));
		const wanted = await api("/api/v1/search?q=security+w/9+guarantees");
		same(await total(page), wanted.total, "the number of articles");
		same(await page.locator(".list > li").count(), Math.min(20, wanted.total), "the list");
		same((await text(page, ".list h2")), wanted.results[0].headline, "the best one");
		truth(await page.locator(".passage mark").count() > 5, "hits are marked");
		same(await query(page), "security w/9 guarantees", "the query stands there");
		truth((await page.title()).startsWith("security w/9 guarantees"), "and in the title");
		await picture(page, "search");
	},

	async "an error"() {
		const page = await open("/");
		await page.fill("#q", "ferry \u{1F6A2} headline:strike");
		await leads(page, () => page.press("#q", "Enter"));
		truth((await text(page, ".fault")).includes("Column 9"), "has its column");
		truth((await text(page, ".fault")).includes("did you mean title:"), "and what to do");
		same(await text(page, ".fault .here"), "h", "and its place");
		const at = await page.evaluate(() => {
			const q = document.activeElement;
			return [q.id, q.value.slice(q.selectionStart, q.selectionEnd + 7)];
		});
		same(at, ["q", "headline"], "the cursor is there");
		same(await page.getAttribute("#q", "aria-invalid"), "true", "the field says so");
		await picture(page, "error");
	},

	async "a word that no article has"() {
		const page = await open("/?q=frery+strike");
		truth((await text(page, ".unknown")).includes("did you mean"), "is named");
		await leads(page, () => page.click(".unknown a"));
		same(await query(page), "ferry strike", "and replaced by a click");
		truth(await total(page) > 0, "which finds something");
	},

	async "a facet"() {
		const page = await open("/?q=security");
		const item = page.locator("#source + ul li").first();
		const name = await item.locator("a").innerText();
		const n = Number(await item.locator(".n").innerText());
		const all = await total(page);
		await leads(page, () => item.locator("a").click());
		same(await total(page), n, "finds as many as it says");
		truth((await text(page, ".chosen")).includes(name), "is shown");
		await leads(page, () => page.click(".chosen a"));
		same(await total(page), all, "and can be had off again");
	},

	async "a range of dates, drawn"() {
		const page = await open("/?q=the+or+a+or+of&from=2024-11&to=2025-06");
		const bars = page.locator("#bars > *");
		const n = await bars.count();
		const box = await page.locator("#bars").boundingBox();
		const all = await total(page);
		const x = (i) => box.x + box.width * (i + 0.5) / n;
		const first = Math.floor(n / 3), last = Math.floor(n / 2);
		await page.mouse.move(x(first), box.y + 30);
		await page.mouse.down();
		await page.mouse.move(x(last - 1), box.y + 40, { steps: 5 });
		await page.mouse.move(x(last), box.y + 40);
		same(await page.locator("#bars .in").count(), last - first + 1, "is painted");
		const wanted = [await bars.nth(first).getAttribute("data-from"),
			await bars.nth(last).getAttribute("data-to")];
		await leads(page, () => page.mouse.up());
		same([await page.inputValue("#from"), await page.inputValue("#to")], wanted, "is chosen");
		truth(await total(page) < all && await total(page) > 0, "and has fewer articles");
		await leads(page, () => page.goBack());
		same(await total(page), all, "back is all of them");
		await leads(page, () => page.locator("#bars a").first().click({ force: true }));
		truth(await total(page) > 0, "one bar is a link");
	},

	async "a range of dates, by keys"() {
		const page = await open("/?q=the+or+a+or+of&from=2024-11&to=2025-06");
		await page.focus("#bars");
		for (const key of ["ArrowRight", "ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight"])
			await page.keyboard.press(key);
		same(await page.locator("#bars .in").count(), 3, "is painted");
		const from = await page.inputValue("#from");
		await leads(page, () => page.keyboard.press("Enter"));
		same(await page.inputValue("#from"), from, "is chosen");
	},

	async "a range of dates, written"() {
		const page = await open("/?q=strike");
		await page.fill("#from", "2024");
		await page.fill("#to", "2024-12");
		await leads(page, () => page.press("#to", "Enter"));
		same(await total(page), (await api("/api/v1/search?q=strike&from=2024&to=2024-12")).total,
			"finds those of it");
	},

	async "the order"() {
		const page = await open("/?q=ferry");
		await leads(page, () => page.selectOption("#sort", "-date"));
		const wanted = (await api("/api/v1/search?q=ferry&sort=-date")).results;
		same(await page.locator(".list h2").allInnerTexts(), wanted.map((r) => r.headline),
			"is as chosen, at once");
	},

	async "pages"() {
		const page = await open("/?q=*e*&per=5");
		const first = await page.locator(".list h2").allInnerTexts();
		await leads(page, () => page.click("text=Next"));
		same(await page.locator(".list li").first().getAttribute("value"), "6", "go on");
		await leads(page, () => page.click("text=Previous"));
		same(await page.locator(".list h2").allInnerTexts(), first, "and back");
	},

	async "an article"() {
		const page = await open("/?q=ferry");
		await leads(page, () => page.click(".list h2 a"));
		const hits = Number(await page.getAttribute("#hit-count", "data-hits"));
		const id = new URL(page.url()).searchParams.get("id");
		const wanted = await api(`/api/v1/article?q=ferry&id=${encodeURIComponent(id)}`);
		same(hits, wanted.hits.length, "has all its hits");
		same(await page.locator("[id^='hit-']:not(#hit-count)").count(), hits, "each with its place");
		await page.keyboard.press("n");
		await page.keyboard.press("n");
		same(await page.locator("mark.now").getAttribute("id"), "hit-2", "n goes to the next");
		same(new URL(page.url()).hash, "#hit-2", "which the address says");
		await page.keyboard.press("p");
		await page.keyboard.press("p");
		same(await page.locator("mark.now").getAttribute("id"), `hit-${hits}`, "p around the corner");
		await page.click("text=Next");
		same(await text(page, "#hit-count"), `1 of ${hits} hits`, "buttons do the same");
		truth(await page.locator("mark.now").isVisible(), "and it is seen");
		await picture(page, "article");
		await leads(page, () => page.keyboard.press("u"));
		same(await query(page), "ferry", "u leads back");
	},

	async "the address of a hit"() {
		const page = await open("/kwic?q=ferry");
		const hit = await text(page, ".kwic .hit");
		await leads(page, () => page.locator(".kwic .hit a").nth(2).click());
		truth(/^#hit-\d+$/.test(new URL(page.url()).hash), "leads into the article");
		truth(hit.length > 0 && await page.locator("mark.now").isVisible(), "to the hit");
	},

	async "hits in context"() {
		const page = await open("/?q=guarantee*");
		await leads(page, () => page.click("text=Hits in context"));
		const wanted = await api("/api/v1/kwic?q=guarantee*&limit=50");
		same(await page.locator(".kwic tbody tr").count(), wanted.hits.length, "are all there");
		await leads(page, () => page.selectOption("#sort", "left"));
		truth(page.url().includes("/kwic?"), "are sorted where they are");
		await picture(page, "kwic");
		await leads(page, () => page.click(".views >> text=Articles"));
		same(await query(page), "guarantee*", "and lead back");
	},

	async "a file of all results"() {
		const page = await open("/?q=ferry");
		const n = await total(page);
		const [csv] = await Promise.all([page.waitForEvent("download"), page.click("text=CSV")]);
		same(csv.suggestedFilename(), "articles.csv", "has a name");
		const ids = fs.readFileSync(await csv.path(), "utf8").match(/^\d+,/gm);
		same(ids.length, n, "and all of them");
		const [lines] = await Promise.all([page.waitForEvent("download"),
			page.click("text=JSON lines")]);
		same(fs.readFileSync(await lines.path(), "utf8").trim().split("\n").length, n,
			"as JSON lines, too");
	},

	async "the way back"() {
		const page = await open("/?q=ferry");
		await page.fill("#q", "strike");
		await leads(page, () => page.press("#q", "Enter"));
		await leads(page, () => page.click(".list h2 a"));
		await leads(page, () => page.goBack());
		same(await query(page), "strike", "is to the results");
		await leads(page, () => page.goBack());
		same(await query(page), "ferry", "and to the query before");
		await leads(page, () => page.goForward());
		same(await query(page), "strike", "and forward");
	},

	async "keys alone"() {
		const page = await open("/");
		await page.keyboard.press("Tab");
		same(await page.evaluate(() => document.activeElement.className), "skip",
			"the first is the way to the content");
		truth(await page.locator(".skip").isVisible(), "which is seen");
		await page.keyboard.press("/");
		await page.keyboard.type("ferry or strike");
		await leads(page, () => page.keyboard.press("Enter"));
		await page.keyboard.press("j");
		await page.keyboard.press("j");
		await page.keyboard.press("k");
		await page.keyboard.press("j");
		const second = await page.locator(".list h2 a").nth(1).innerText();
		same(await page.evaluate(() => document.activeElement.innerText), second,
			"j and k go through the results");
		const outline = await page.evaluate(() =>
			getComputedStyle(document.activeElement).outlineStyle);
		same(outline, "solid", "which is seen");
		await leads(page, () => page.keyboard.press("Enter"));
		same(await text(page, "h1"), second, "Enter opens it");
		await leads(page, () => page.keyboard.press("?"));
		truth((await text(page, "h1")).startsWith("How to ask"), "? is help");
		await page.uncheck("#keys-switch input");
		await page.keyboard.press("/");
		truth(await page.evaluate(() => document.activeElement.id !== "q"), "keys can be off");
	},

	async "without JavaScript"() {
		const page = await open("/", { javaScriptEnabled: false });
		await page.fill("#q", "ferry");
		await leads(page, () => page.click(".search button"));
		truth(await total(page) > 0, "it finds");
		await page.selectOption("#sort", "date");
		await leads(page, () => page.click(".again"));
		truth(page.url().includes("sort=date"), "and sorts");
		await leads(page, () => page.locator("#language + ul a").first().click());
		truth(await page.locator(".chosen li").count() === 1, "and narrows down");
		await leads(page, () => page.click(".list h2 a"));
		const last = page.locator("nav.hits li a").last();
		const wanted = await last.getAttribute("href");
		await last.click();
		same(new URL(page.url()).hash, wanted, "hits are links");
		truth(await page.locator(wanted).isVisible(), "to where they are");
		await picture(page, "plain");
	},

	async "a telephone"() {
		for (const [name, path] of Object.entries(pages)) {
			const page = await open(path, { viewport: PHONE });
			const wide = await page.evaluate(() => document.documentElement.scrollWidth);
			truth(wide <= PHONE.width, `${name} is no wider (${wide})`);
			await picture(page, `phone-${name}`);
			await page.context().close();
		}
	},

	async "in the dark"() {
		for (const [name, path] of Object.entries(pages)) {
			const page = await open(path, { colorScheme: "dark" });
			const paper = await page.evaluate(() =>
				getComputedStyle(document.documentElement).backgroundColor);
			truth(/rgb\((\d\d?), (\d\d?), (\d\d?)\)/.test(paper), `${name} is dark (${paper})`);
			await picture(page, `dark-${name}`);
			await page.context().close();
		}
	},

	async "whoever does not see it"() {
		for (const [name, path] of Object.entries(pages)) {
			for (const [how, options] of [["light", {}], ["dark", { colorScheme: "dark" }],
				["phone", { viewport: PHONE }]]) {
				const page = await open(path, options);
				await look(page, `${name}, ${how}`);
				await page.context().close();
			}
		}
	},

	async "the browser"() {
		same(said, [], "has nothing to complain of");
	},
};

const pages = {
	start: "/", results: "/?q=security+w/9+guarantees", none: "/?q=frery", error: "/?q=(ferry",
	all: "/?all=1&more=source", context: "/kwic?q=guarantee*", help: "/help",
	arabic: "/?q=lang:ar", nothing: "/nowhere",
};

(async () => {
	browser = await chromium.launch({ executablePath: "/usr/bin/chromium",
		args: process.getuid() === 0 ? ["--no-sandbox"] : [] });
	const found = await api("/api/v1/search?q=security+w/9+guarantees&limit=1");
	pages.article = "/article?q=security+w/9+guarantees&id=" +
		encodeURIComponent(found.results[0].id);
	for (const [name, tryIt] of Object.entries(stories)) {
		story = name;
		try {
			await tryIt();
		} catch (e) {
			tell(false, "comes to its end", e.stack);
		}
		for (const context of browser.contexts())
			await context.close();
	}
	await browser.close();
	console.log(`1..${number}`);
	process.exit(failed > 0 ? 1 : 0);
})();
