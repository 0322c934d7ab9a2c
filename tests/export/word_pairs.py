"""Two forms of one word: the one in the text, and the one that is typed. Twenty-seven of them, by language."""

_WRITTEN = {
    "en": "communicating/communicates negotiations/negotiate listened/listening",
    "fi": "kuuntelussa/kuuntelua tiimissä/tiimien ihmisten/ihmisillä viestintää/viestinnän taidot/taito",
    "es": "comunicaciones/comunicación escuchando/escucharon habilidades/habilidad resolviendo/resolver",
    "it": "ascoltando/ascoltare squadre/squadra comunicazioni/comunicazione conflitti/conflitto",
    "pl": "komunikacji/komunikacją umiejętności/umiejętnościami zespołu/zespołem słuchania/słuchaniem "
    "rozwiązywanie/rozwiązywaniu konfliktów/konfliktami",
    "ro": "echipei/echipele comunicarea/comunicării abilități/abilitatea ascultarea/ascultării conflictelor/conflictul",
}

PAIRS: dict[str, list[tuple[str, str]]] = {
    language: [(indexed, asked) for pair in pairs.split() for indexed, asked in [pair.split("/")]]
    for language, pairs in _WRITTEN.items()
}
