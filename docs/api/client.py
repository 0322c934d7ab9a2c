"""Reads a Perennial site: live (https://host/++api++), or exported (an address or a folder). Python, no packages."""

import json
import re
import sys
import unicodedata
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen


class Site:
    def __init__(self, base):
        self.base, self.live = base.rstrip("/"), "++api++" in base

    def get(self, address, **parameters):
        if self.live:
            address += "?" + urlencode(parameters, doseq=True)
        else:  # an @id that ends in a slash is an index.json, any other a .json
            address += "index.json" if address.endswith("/") else ".json"
        whole = self.base + address
        return json.loads(urlopen(whole).read() if "://" in whole else Path(whole).read_bytes())

    def search(self, language, text):
        if self.live:
            return self.get(f"/{language}/@search", SearchableText=text, b_size=1000)["items"]
        found = [(score(item, folded(text)), item) for item in self.get(f"/{language}/@search")["items"]]
        return [item for points, item in sorted(found, key=lambda pair: -pair[0]) if points]


def folded(text):
    apart = unicodedata.normalize("NFKD", text.lower()).replace("ł", "l")
    return re.findall(r"\w{2,}", "".join(letter for letter in apart if not unicodedata.combining(letter)))


def score(item, words):
    weights = [(9, folded(item["title"])), (3, folded(item["description"])), (1, item["words"].split())]
    points = [max([n for n, known in weights if any(k.startswith(w) for k in known)], default=0) for w in words]
    return sum(points) if points and all(points) else 0


if __name__ == "__main__":
    site, address, text = Site(sys.argv[1]), sys.argv[2], sys.argv[3]
    page = site.get(address, expand="translations")
    tree = site.get(f"/{page['requested_language']}/@navigation", **{"expand.navigation.depth": 10})["items"]
    lines = lambda items: [line for i in items for line in [i["@id"], *lines(i["items"])]]  # noqa: E731
    translations = {
        item["language"]: site.get(item["@id"])["title"] for item in page["@components"]["translations"]["items"]
    }
    found = [item["@id"] for item in site.search(page["requested_language"], text)]
    print(json.dumps({"title": page["title"], "translations": translations, "found": found, "site_map": lines(tree)}))
