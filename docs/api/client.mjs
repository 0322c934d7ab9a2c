// Reads a Perennial site: live (https://host/++api++), or exported (an address or a folder). JavaScript, no packages.
import { readFile } from "node:fs/promises";

const [base, address, text] = process.argv.slice(2);
const live = base.includes("++api++");

async function get(path, parameters = {}) {
  // In an export, an @id that ends in a slash is an index.json, any other a .json.
  const file = live ? `${path}?${new URLSearchParams(parameters)}` : `${path}${path.endsWith("/") ? "index" : ""}.json`;
  return JSON.parse(base.includes("://") ? await (await fetch(base + file)).text() : await readFile(base + file, "utf8"));
}

const folded = (words) =>
  words.toLowerCase().normalize("NFKD").replaceAll("ł", "l").replace(/\p{Mn}/gu, "").match(/[\p{L}\p{N}]{2,}/gu) ?? [];

function score(item, words) {
  const weights = [[9, folded(item.title)], [3, folded(item.description)], [1, item.words.split(" ")]];
  const points = words.map((word) => weights.find(([, known]) => known.some((k) => k.startsWith(word)))?.[0] ?? 0);
  return points.includes(0) ? 0 : points.reduce((sum, n) => sum + n, 0);
}

async function search(language) {
  if (live) return (await get(`/${language}/@search`, { SearchableText: text, b_size: 1000 })).items;
  const scored = (await get(`/${language}/@search`)).items.map((item) => [score(item, folded(text)), item]);
  return scored.filter(([n]) => n).sort(([a], [b]) => b - a).map(([, item]) => item);
}

const page = await get(address, { expand: "translations" });
const language = page.requested_language;
const translations = {};
for (const item of page["@components"].translations.items) translations[item.language] = (await get(item["@id"])).title;
const lines = (items) => items.flatMap((item) => [item["@id"], ...lines(item.items)]);
const site_map = lines((await get(`/${language}/@navigation`, { "expand.navigation.depth": 10 })).items);
const found = (await search(language)).map((item) => item["@id"]);
console.log(JSON.stringify({ title: page.title, translations, found, site_map }));
