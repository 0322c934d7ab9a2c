// Asks @plone/client what a front end asks: node plone-client.mjs MODULES BASE USER PASSWORD. Prints the answers as JSON.
import { pathToFileURL } from "node:url";

const [modules, apiPath, username, password] = process.argv.slice(2);
const { default: PloneClient } = await import(pathToFileURL(`${modules}/@plone/client/dist/index.js`));
const client = PloneClient.initialize({ apiPath });
const ask = async (query) => query.queryFn();
const refused = async (query) => query.queryFn().then(() => 200, (error) => error.response.status);

const path = "/ar/skills/listening";
const answers = {
  content: await ask(client.getContentQuery({ path, expand: ["breadcrumbs", "navigation", "translations"] })),
  full: await ask(client.getContentQuery({ path: "/en/skills", fullObjects: true })),
  breadcrumbs: await ask(client.getBreadcrumbsQuery({ path })),
  navigation: await ask(client.getNavigationQuery({ path, depth: 2 })),
  contextnavigation: await ask(client.getContextNavigationQuery({ path })),
  actions: await ask(client.getActionsQuery({ path })),
  translations: await ask(client.getTranslationQuery({ path })),
  workflow: await ask(client.getWorkflowQuery({ path })),
  types: await ask(client.getTypesQuery({ contentPath: "" })),
  search: await ask(client.getSearchQuery({ query: { SearchableText: "listening", b_size: 5, metadata_fields: ["UID", "id"] } })),
  below: await ask(client.getSearchQuery({ query: { path: { query: "/en", depth: 1 }, portal_type: "info" } })),
  anonymousHistory: await refused(client.getHistoryQuery({ path })),
  token: await client.login({ username, password }),
};
answers.created = await client.createContentMutation().mutationFn({
  path: "/en",
  data: { "@type": "info", title: "Made by a client", description: "As Plone does it." },
});
const made = "/en/made-by-a-client";
await client.updateContentMutation().mutationFn({ path: made, data: { title: "Changed by a client" } });
await client.createWorkflowMutation().mutationFn({ path: made });
answers.history = await ask(client.getHistoryQuery({ path: made }));
answers.version = await ask(client.getContentQuery({ path: made, version: String(answers.history.filter((entry) => entry.version).at(-1).version) }));
answers.changed = await ask(client.getContentQuery({ path: made }));
await client.deleteContentMutation().mutationFn({ path: made });
answers.gone = await refused(client.getContentQuery({ path: made }));
console.log(JSON.stringify(answers));
