// Reads a page with its translations, the navigation and a search by @plone/client, and prints them as JSON:
// node plone-reader.mjs MODULES BASE PATH WORD
import { pathToFileURL } from "node:url";

const [modules, apiPath, path, word] = process.argv.slice(2);
const { default: PloneClient } = await import(pathToFileURL(`${modules}/@plone/client/dist/index.js`));
const client = PloneClient.initialize({ apiPath });
const ask = async (query) => query.queryFn();
const expand = ["actions", "breadcrumbs", "navroot", "translations", "workflow"];
const content = (address) => ask(client.getContentQuery({ path: address.replace(/\/$/, ""), expand }));

const page = await content(path);
const language = path.split("/")[1];
const answers = { pages: { [page["@id"]]: page } };
for (const item of page["@components"].translations.items) answers.pages[item["@id"]] = await content(item["@id"]);
answers.navigation = await ask(client.getNavigationQuery({ path: `/${language}`, depth: 10 }));
answers.found = await ask(client.getSearchQuery({ query: { SearchableText: word, path: { query: `/${language}` }, b_size: 1000 } }));
console.log(JSON.stringify(answers));
