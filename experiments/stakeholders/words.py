"""What columns, rows and sheets of such tables are called, in English, French, German, Spanish, Italian and Portuguese.

All are written as `headings.plain` has them: small letters without accents.
"""

from collections.abc import Mapping
from typing import Literal

Part = Literal["position", "salience", "capability"]
"""What a number says."""

ACTOR = (
    "actor", "party", "stakeholder", "player", "agent", "group", "country", "member state", "state", "name", "organisation",
    "organization", "faction", "who", "interest group", "actor name", "stakeholder name", "nation", "government",
    "delegation",
    "acteur", "partie prenante", "pays", "groupe", "nom", "organisme",
    "akteur", "akteurin", "akteure", "partei", "land", "gruppe", "staat", "interessengruppe", "mitgliedstaat", "lander",
    "parteien", "staaten", "gruppen", "jugador", "pais", "grupo", "parte interesada", "estado", "nombre", "actores", "paises",
    "attore", "attori", "paese", "gruppo", "ator", "atores", "parte interessada", "nome",
)  # fmt: skip
ISSUE = (
    "issue", "topic", "dimension", "question", "item", "subject", "controversy", "policy issue", "issue name", "issue area",
    "enjeu", "enjeux", "sujet", "theme", "dossier",
    "thema", "themen", "frage", "fragen", "streitfrage", "sachfrage", "gegenstand",
    "tema", "asunto", "cuestion", "cuestiones", "temas", "questione", "temi", "questao", "assunto",
)  # fmt: skip
MEASURE = (
    "measure", "variable", "what", "attribute", "indicator", "kind", "type", "parameter", "part",
    "mesure", "indicateur", "grosse", "merkmal", "variabele", "medida", "indicador", "misura", "variabile",
)  # fmt: skip
VALUE = ("value", "score", "rating", "number", "valeur", "wert", "valor", "valore")
ABOUT = (
    "description", "desc", "about", "full name", "long name", "comment", "note", "remark", "details",
    "commentaire", "remarque", "beschreibung", "bemerkung", "anmerkung", "kommentar", "descripcion", "comentario", "nota",
    "descrizione", "descricao",
)  # fmt: skip
PARTS: Mapping[Part, tuple[str, ...]] = {
    "position": (
        "position", "pstn", "pos", "stance", "preferred position", "preferred outcome", "preference", "ideal point", "ideal",
        "positionen", "haltung", "standpunkt", "praferenz", "praferenzen", "preferenz", "posicion", "posiciones",
        "preferencia", "posizione", "posizioni", "preferenza", "posicao", "posicoes",
    ),
    "salience": (
        "salience", "saliency", "saliencie", "sal", "importance", "priority", "prioritie", "relevance",
        "saillance", "priorite", "salienz", "salienzen", "wichtigkeit", "bedeutung", "prioritat", "relevanz",
        "saliencia", "importancia", "prioridad", "relevancia", "salienza", "importanza", "prioridade", "relevo",
    ),
    "capability": (
        "capability", "capacity", "power", "influence", "resource", "clout", "strength", "vote", "voting weight",
        "voting power", "weight", "leverage", "capabilitie", "capacitie",
        "pouvoir", "puissance", "poids", "ressource", "voix", "capacite", "capacites",
        "macht", "einfluss", "gewicht", "ressourcen", "stimme", "stimmen", "starke", "stimmgewicht", "gewichte",
        "poder", "influencia", "peso", "recurso", "voto", "capacidad", "capacidade",
        "potere", "influenza", "risorsa", "risorse", "voti", "capacita",
    ),
}  # fmt: skip
SHORT: Mapping[str, Part] = {"cap": "capability", "caps": "capability", "infl": "capability"}
"""What means a part only where it stands alone."""
SMALL = frozenset(("of", "on", "for", "the", "de", "du", "sur", "von", "zu", "zur", "zum", "sobre", "del", "su", "a"))
"""Words that bind a part to its issue: `position on the tax`."""
TOTALS = frozenset((
    "total", "totals", "grand total", "sum", "mean", "average", "avg", "median", "n", "weighted mean", "weighted average",
    "overall", "all actors", "std dev", "standard deviation", "sd", "min", "max", "minimum", "maximum", "count",
    "somme", "moyenne", "mediane", "summe", "gesamt", "insgesamt", "mittelwert", "mittel", "durchschnitt",
    "suma", "media", "promedio", "mediana", "totale", "somma", "soma",
))  # fmt: skip
"""What rows and columns under and beside a table are called that sum it up."""
STATUS_QUO = frozenset((
    "status quo", "sq", "reference point", "reference", "rp", "outcome", "actual outcome", "final outcome", "reversion point",
    "disagreement point", "decision", "result", "point de reference", "resultat", "ergebnis", "resultado", "range",
))  # fmt: skip
"""What rows and columns of positions are called that are nobody's: how things stand, or where it ended."""
SCALE_WORDS = frozenset((
    "very low", "low", "medium", "middle", "moderate", "high", "very high", "strong", "weak", "none", "much", "little",
    "some",
    "strongly agree", "agree", "neutral", "disagree", "strongly disagree", "for", "against", "yes", "no", "pro", "contra",
    "h", "m", "l", "vh", "vl", "faible", "moyen", "moyenne", "fort", "forte", "elevee", "eleve", "niedrig", "gering",
    "mittel",
    "hoch", "sehr hoch", "sehr niedrig", "bajo", "baja", "medio", "media", "alto", "alta",
))  # fmt: skip
"""Scales in words."""
