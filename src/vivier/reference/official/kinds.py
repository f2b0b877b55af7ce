"""What official files look like: one line a kind of table, told by its columns and by the shape of its codes."""

# ruff: noqa: E501 - a table reads best with one kind a line
from collections.abc import Mapping
from dataclasses import dataclass, field

from vivier.reference.official.decoding import SAS_COLUMNS, VERSION_COLUMNS


@dataclass(frozen=True, slots=True)
class Kind:
    """Describe one kind of table.

    `key` are the columns that no two rows may share; `shapes` the patterns that the first row must follow; a table
    `without_header` is told by its shapes alone; one that `is_whole` has no other column. `subject` is the nomenclature it is for: nothing when it is known
    but of no use here.
    """

    name: str
    title: str
    columns: tuple[str, ...]
    subject: str = ""
    key: tuple[str, ...] = ()
    shapes: Mapping[str, str] = field(default_factory=dict)
    without_header: bool = False
    is_whole: bool = False


DARES_FLOWS = (
    "effectifs_2019_milliers", "creations_destructions_milliers", "departs_fin_carriere_milliers", "jeunes_debutants_milliers",
    "solde_mobilites_inter_regions_milliers", "desequilibre_milliers", "postes_a_pourvoir_milliers",
)  # fmt: skip
DARES_TENSIONS = (
    "Tension", "Catégorie Tension", "Emploi moyen", "Intensité d'embauches", "Lien formation-emploi", "Manque de main-d'œuvre disponible",
    "Non-durabilité de l'emploi", "Conditions de travail contraignantes", "Inadéquation géographique",
)  # fmt: skip
_FAP9, _ROME, _PCS = r"[A-Z]\d[A-Z]\d\d", r"[A-Z]\d{4}", r"\d{3}[a-z]"
_LABELLED = ("code", "libelle")
_ESCO = ("conceptUri", "preferredLabel", "altLabels")
_NAF_SHAPES = (r"[A-V]", r"\d\d", r"\d\d\.\d", r"\d\d\.\d\d", r"\d\d\.\d\d[A-Z]")

_ROME4 = (
    Kind("rome4.codes", "ROME 4 : codes", ("code_rome", "code_fiche_metier", "code_ogr", "libelle_rome", "code_rome_parent"), "rome4", ("code_rome",)),
    Kind("rome4.titles", "ROME 4 : appellations", ("code_ogr", "libelle_appellation_long", "libelle_appellation_court", "code_rome", "classification", "code_rome_parent"), "rome4", ("code_ogr",)),
    Kind("rome4.skills", "ROME 4 : compétences", ("code_ogr", "nature", "libelle_competence", "code_macro_comp", "cat_comp"), "rome4", ("code_ogr",)),
    Kind("rome4.knowledge", "ROME 4 : savoirs", ("code_ogr_savoir", "libelle_savoir", "categorie_savoir"), "rome4", ("code_ogr_savoir",)),
    Kind("rome4.contexts", "ROME 4 : contextes de travail", ("code_ogr", "libelle_cont_travail", "libelle_type_cont_trav"), "rome4", ("code_ogr",)),
    Kind("rome4.uses", "ROME 4 : compétences de chaque métier", ("code_rome", "code_ogr", "coeur_metier"), "rome4", ("code_rome", "code_ogr")),
    Kind("rome4.near", "ROME 4 : mobilité", ("code_rome", "code_rome_cible", "numero_ordre"), "rome4", ("code_rome", "code_rome_cible")),
    Kind("rome4.texts", "ROME 4 : définitions et accès", ("code_rome", "code_compo_bloc", "libelle_type_texte", "position_phrase", "libelle_texte"), "rome4"),
    Kind("rome4.sectors", "ROME 4 : divisions de la NAF", ("code_secteur_naf", "libelle_secteur_naf", "code_ogr_rome", "code_rome", "libelle_rome"), "rome4", ("code_secteur_naf", "code_rome")),
    Kind("rome4.version", "ROME 4 : version", VERSION_COLUMNS, "rome4"),
)  # fmt: skip
_ROME3 = (
    Kind("rome3.codes", "ROME 3 : codes", ("code_rome", "code_fiche_em", "code_ogr", "libelle_rome", "statut"), "rome3", ("code_rome",)),
    Kind("rome3.titles", "ROME 3 : appellations", ("code_ogr", "libelle_appellation_long", "libelle_appellation_court", "code_rome", "code_type_section_appellation"), "rome3", ("code_ogr",)),
    Kind("rome3.items", "ROME 3 : items", ("code_ogr", "libelle", "code_type_referentiel", "code_ref_rubrique"), "rome3", ("code_ogr", "code_ref_rubrique", "code_tete_rgpmt")),
    Kind("rome3.skills", "ROME 3 : compétences", ("code_ogr", "libelle_competence", "code_type_competence"), "rome3", ("code_ogr",)),
    Kind("rome3.uses", "ROME 3 : compétences de chaque métier", ("code_rome", "code_ogr", "code_ref_rubrique", "position_bloc", "code_type_referentiel"), "rome3", ("code_rome", "code_ogr")),
    Kind("rome3.near", "ROME 3 : mobilité", ("code_rome", "code_rome_cible", "code_appellation_source", "libelle_type_mobilite"), "rome3"),
    Kind("rome3.texts", "ROME 3 : définitions et accès", ("code_rome", "position_libelle_txt", "libelle_texte", "libelle_type_texte"), "rome3"),
)  # fmt: skip
_FAMILIES = (
    Kind("rome.tree", "ROME : domaines", ("code_rome", "libelle_rome", "code_grand_domaine", "libelle_grand_domaine", "code_domaine_professionel", "libelle_domaine_professionel"), "rome", ("code_rome",)),
    Kind("fap2021.codes", "FAP-2021 : quatre niveaux", ("Code_FAP341", "Intitulé_FAP341", "Code_FAP228", "Intitulé_FAP228", "Code_FAP86", "Intitulé_FAP86", "Code_FAP22", "Intitulé_FAP22"), "fap2021", ("Code_FAP341",)),
    Kind("fap2021.rome", "passage ROME et qualification → FAP-2021", ("ROME", "Qualif", "FAP341", "Intitule_FAP341"), "rome3-fap2021", ("ROME", "Qualif")),
    Kind("fap2009.codes", "FAP-2009 : niveaux", SAS_COLUMNS, "fap2009", ("valeur sas",), {"valeur sas": r"[A-Z](\d[A-Z](\d\d)?)?", "libellé sas": r"[A-Z]\w* ?: .*"}),
    Kind("fap2009.rome", "passage ROME 3 → FAP-2009", SAS_COLUMNS, "rome3-fap2009", ("valeur sas",), {"valeur sas": _ROME + r"\d?", "libellé sas": _FAP9}),
    Kind("fap2009.pcs", "passage FAP-2009 ↔ PCS-2003 ↔ ROME 3", ("fap", "pcs", "rome"), "fap2009-pcs2003", (), {"fap": _FAP9, "pcs": _PCS, "rome": _ROME}, without_header=True),
)  # fmt: skip
_OTHERS = (
    Kind("pcs2003.codes", "PCS-2003", ("code", "libelle", "niveau", "code_parent"), "pcs2003", ("code", "niveau")),
    *(Kind(f"naf.{rank}", f"NAF : niveau {rank}", _LABELLED, "naf", ("code",), {"code": shape}) for rank, shape in enumerate(_NAF_SHAPES, 1)),
    Kind("naf.tree", "NAF : emboîtement des niveaux", ("NIV5", "NIV4", "NIV3", "NIV2", "NIV1"), "naf", ("NIV5",)),
    Kind("cog.communes", "COG : communes", ("code", "nom", "type", "departement", "region", "zone"), "cog", ("code", "type"), {"type": r"commune-.*|arrondissement-.*"}),
    Kind("cog.departements", "COG : départements", ("code", "region", "chefLieu", "nom", "zone"), "cog", ("code",), {"code": r"\d[\dAB]\d?"}),
    Kind("cog.regions", "COG : régions", ("code", "chefLieu", "nom", "zone"), "cog", ("code",), {"code": r"\d\d"}),
    Kind("cog.epci", "COG : intercommunalités", ("code", "nom", "type", "modeFinancement", "membres"), "cog", ("code",), {"type": r"CC|CA|CU|MET.*"}),
    Kind("cog.areas", "zones d’emploi 2020 : communes", ("CODGEO", "LIBGEO", "ZE2020", "LIBZE2020", "DEP", "REG"), "cog", ("CODGEO",)),
    Kind("esco.occupations", "ESCO 1.0 : métiers", ("conceptType", "conceptUri", "iscoGroup", "preferredLabel", "altLabels"), "esco", ("conceptUri",)),
    Kind("esco.skills", "ESCO 1.0 : compétences", ("conceptType", "conceptUri", "skillType", "reuseLevel", "preferredLabel", "altLabels"), "esco", ("conceptUri",)),
    Kind("esco12.occupations", "ESCO 1.2 : métiers", _ESCO, "esco12", ("conceptUri",), {"conceptUri": r".*/occupation/.*"}),
    Kind("esco12.skills", "ESCO 1.2 : compétences", _ESCO, "esco12", ("conceptUri",), {"conceptUri": r".*/skill/.*"}),
    Kind("esco.rome", "passage ESCO → appellations du ROME", ("classification 1 ID", "classification 2 ID", "mapping relation"), "esco-ogr"),
    Kind("isco08.codes", "CITP-08 (ISCO)", ("conceptType", "conceptUri", "code", "preferredLabel"), "isco08", ("code",), {"conceptType": "ISCOGroup"}),
    Kind("isco08.rome", "passage ROME 3 → CITP-08", ("Code ROME", "Code ISCO08", "Libellé codes ISCO08"), "rome3-isco08"),
)  # fmt: skip
_YEARLY = ("Fap3", "Annee", "Part")
_STATISTICS = (
    Kind("dares-2030.rows", "Dares et France Stratégie, Les métiers en 2030 : régions", ("code_fap", "region", *DARES_FLOWS, "niveau_tension_2019"), "dares-2030", ("code_fap", "region")),
    Kind("dares-ages.rows", "Dares, portraits des métiers : âges", ("fap", "tr_age", "annee_2017_2019", "libelle", "code_domaine"), "dares-ages", ("fap", "tr_age")),
    Kind("dares-turnover.rates", "Dares, portraits des métiers : entrées et sorties", ("Fap3", "Type_mmo", "Annee", "Taux"), "dares-turnover", ("Fap3", "Type_mmo", "Annee")),
    Kind("dares-turnover.exits", "Dares, portraits des métiers : motifs de sortie", ("Fap3", "type_sortie", "Pourcentage"), "dares-turnover", ("Fap3", "type_sortie")),
    Kind("dares-turnover.entries", "Dares, portraits des métiers : CDD dans les entrées", _YEARLY, "dares-turnover", ("Fap3", "Annee"), {"Annee": r"\d{4}"}),
    Kind("dares-tension.rows", "Dares, portraits des métiers : tensions", (*DARES_TENSIONS, "fap", "Année", "niveau_geo", "reg", "dep"), "dares-tension"),
    Kind("dares-employment.rows", "Dares, portraits des métiers : emploi par région", ("FAP_3", "REG", "emp_fap_reg2", "emp_reg"), "dares-employment", ("FAP_3", "REG")),
    Kind("dares-jobseekers.rows", "Dares, portraits des métiers : demandeurs d’emploi", ("Fap3", "Annee", "Effectifs", "Categorie"), "dares-jobseekers", ("Fap3", "Annee", "Categorie")),
    Kind("dares-diplomas.rows", "Dares, portraits des métiers : diplômes", ("Fap", "diplome", "Annee", "Pourcentage"), "dares-diplomas", ("Fap", "diplome", "Annee")),
    Kind("dares-specialities.rows", "Dares, portraits des métiers : spécialités", ("Fap", "Specialite", "Label_spedipl", "Milliers", "Pourcentage"), "dares-specialities", ("Fap", "Specialite")),
    Kind("bmo-2024.rows", "France Travail, BMO 2024", ("annee", "Code métier BMO", "REG", "Dept", "BE24", "met", "xmet", "smet"), "bmo-2024", ("Code métier BMO", "BE24", "Dept"), {"annee": "2024"}),
)  # fmt: skip
# Known, and of no use here: telling so is better than calling them unknown.
_UNUSED = (
    Kind("rome.interests", "ROME : centres d’intérêt", ("code_centre_interet", "libelle_centre_interet")),
    Kind("rome.sectors", "ROME : secteurs d’activité", ("code_sect_activite", "libelle_sect_activite")),
    Kind("rome.subsectors", "ROME : sous-secteurs", ("code_ss_sect_activite", "libelle_ss_sect_activite", "code_sect_activite")),
    Kind("rome.naf", "ROME : secteurs de la NAF", ("code_secteur_naf", "libelle_secteur_naf")),
    Kind("rome.themes", "ROME : thématiques", ("code_theme", "libelle_theme")),
    Kind("rome.riasec", "ROME : profils RIASEC", ("riasec_majeur", "riasec_mineur")),
    Kind("rome.blocks", "ROME : blocs", ("code_compo_bloc", "libelle_bloc")),
    Kind("rome.headings", "ROME : rubriques", ("code_rubrique", "libelle_rubrique")),
    Kind("rome.kinds", "ROME : types de référentiel", ("code_type_referentiel", "libelle_type_referentiel")),
    Kind("rome.fields", "ROME : domaines (libellés)", ("code_domaine_professionnel", "libelle_domaine_professionnel")),
    Kind("rome.wide_fields", "ROME : grands domaines (libellés)", ("code_grand_domaine", "libelle_grand_domaine")),
    Kind("rome.full_tree", "ROME : arborescence avec appellations", ("numero_fiche_rome", "type_provenance", "ogr_appellation")),
    Kind("rome4.items", "ROME 4 : items", ("code_ogr", "libelle", "code_rubrique"), is_whole=True),
    Kind("rome4.links", "ROME 4 : liens", ("code_rome", "code_compo_bloc", "code_rubrique", "code_ogr"), is_whole=True),
    Kind("rome3.coherence", "ROME 3 : cohérence", ("code_rome", "code_ogr"), is_whole=True),
    Kind("rome3.contexts", "ROME 3 : environnements de travail", ("code_ogr", "libelle_env_travail")),
    Kind("pcs-ese.codes", "PCS-ESE (déjà intégrée)", ("code", "niveau", "libelle"), "", (), {"code": r"\d(\d|\d\d[a-z])?"}),
    Kind("cog.arrondissements", "COG : arrondissements", ("code", "departement", "region", "chefLieu", "nom")),
    Kind("cog.ept", "COG : établissements publics territoriaux", ("code", "nom", "type", "modeFinancement", "membres"), "", (), {"type": "EPT"}),
    Kind("esco.tree", "ESCO : liens hiérarchiques", ("conceptType", "conceptUri", "broaderType", "broaderUri")),
    Kind("psm.seniority", "Dares, portraits des métiers : ancienneté", ("Fap", "Anciennete", "Annee", "Pourcentage")),
    Kind("psm.employers", "Dares, portraits des métiers : employeurs", ("Fap", "type_employeur", "Milliers", "Pourcentage")),
    Kind("psm.wages", "Dares, portraits des métiers : salaires", ("Fap", "Salaire", "Milliers", "Pourcentage")),
    Kind("psm.wage", "Dares, portraits des métiers : salaire médian", ("Fap3", "Annee", "Salaire_median")),
    Kind("psm.sectors", "Dares, portraits des métiers : secteurs", ("Fap", "Secteur", "Label_secteur", "Milliers", "Pourcentage")),
    Kind("psm.women", "Dares, portraits des métiers : part des femmes", _YEARLY, "", (), {"Annee": r"\d{4}-\d{4}"}),
    Kind("psm.tensions", "Dares, portraits des métiers : tensions passées", ("fap", "Tension", "Année"), is_whole=True),
    Kind("psm.pcs", "Dares, portraits des métiers : FAP et PCS", ("Fap", "PCS", "intitule_PCS")),
    Kind("psm.rome", "Dares, portraits des métiers : FAP et ROME", ("Fap", "Rome", "intitule_rome")),
    Kind("psm.names", "Dares, portraits des métiers : dictionnaire", ("Nom_variable", "Modalite", "Label", "Infos")),
    Kind("bmo.areas", "France Travail, BMO : bassins et communes", ("reg", "dep", "code_commune_insee", "code_bassin_BMO")),
    Kind("bmo.names", "France Travail, BMO : dictionnaire", ("Variables", "Description")),
)  # fmt: skip

KINDS = (*_ROME4, *_ROME3, *_FAMILIES, *_OTHERS, *_STATISTICS, *_UNUSED)
