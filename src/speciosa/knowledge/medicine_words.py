"""Words that stand beside a medicine's name and are none: amounts, forms, times, salts and makers.

All are plain: lower case, without marks (see `medicine_spelling.plain`).
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_UNITS = _words(
    "mg mgs mcg μg ug g gr gram grams gramm kg ml cc l cl dl iu ie ui u units unit einheit einheiten mmol meq mval "
    "milligram milligrams milligramm microgram micrograms mikrogramm milliliter percent prozent strength"
)
_FORMS = _words(
    "tab tabs tabl tbl tablet tablets tablette tabletten tableta tabletas comprime comprimes comprimido comprimidos "
    "compressa compresse cpr cp cap caps capsule capsules capsula capsulas kapsel kapseln kps gelule gelules pill "
    "pills pille pillen dragee dragees drg filmtablette filmtabletten filmtbl ftbl fta ftab fct retard ret "
    "retardtablette retardtabletten retardkapsel retardkapseln rtbl prolonged extended slow modified controlled "
    "sustained delayed immediate release er xr sr cr xl ir mr pr sl ec odt depot injection injections syringe spritze "
    "ampulle ampullen amp infusion patch patches pflaster tts matrix gel creme cream salbe ointment lotion spray "
    "sprays nasal nasenspray puff puffs hub hube huebe drop drops tropfen trpf gtt gtts eye eyes ear augentropfen "
    "ohrentropfen suppository suppositories zapfchen zaepfchen supp saft syrup sirup suspension solution losung "
    "loesung liquid powder pulver granulat granules sachet sachets beutel inhaler inhalation nebules chewable "
    "kautabletten schmelztabletten brausetabletten brausetablette effervescent sublingual buccal lozenge lozenges "
    "lutschtabletten oral orally iv im sc po topical transdermal vaginal rectal pen pens fertigspritze hartkapseln "
    "weichkapseln softgel softgels gummies"
)
_TIMES = _words(
    "daily dly tgl taglich taeglich day days tag tage pro per once twice thrice one two three half halbe halb time "
    "times mal x bid tid qid qd od bd tds qds qhs hs prn sos am morning mornings evening evenings night nights "
    "nightly noon midday bedtime morgens mittags abends nachts fruh frueh morgen abend nacht bedarf bei as needed "
    "required every other alle jeden jede each hour hours hourly hrs hr h stunde stunden std week weeks weekly "
    "wochentlich woechentlich woche wochen month months monthly monatlich monat year years jahr jahre min minutes "
    "minuten meal meals food before after during vor nach zum essen mahlzeit jour jours fois dia dias vez veces "
    "giorno volte"
)
_FILLERS = _words(
    "the a an of my i in on at to from by der die das den dem ein eine einen einer meine mein von vom zu im am als "
    "auch for fur fuer gegen pour para per since seit take takes taking taken took nehme nimm dose doses dosis low "
    "high niedrig hoch dosiert generic generics generika generisch brand original forte mite akut acute extra max "
    "maximum protect protekt direkt rapid express junior kids kinder children adult adults n also about ca circa "
    "approx etwa currently now jetzt aktuell still noch sometimes manchmal occasionally gelegentlich regularly "
    "regelmassig some etwas glass glasses glas bottle bottles flasche flaschen cup cups tasse tassen bit little lot "
    "red white dry bis very"
)
SALTS = _words(
    "hcl hydrochloride hydrochlorid chlorhydrate clorhidrato dihydrochloride hydrobromide hydrobromid hbr bromide "
    "bromid sulfate sulfat sulphate phosphate phosphat tartrate tartrat bitartrate maleate maleat fumarate fumarat "
    "succinate succinat succ acetate acetat citrate citrat gluconate gluconat lactate lactat mesylate mesilate "
    "mesilat mesylat besylate besilate besilat besylat tosylate tosilate tosilat oxalate oxalat nitrate nitrat "
    "carbonate carbonat pamoate pamoat decanoate decanoat propionate valerate dipropionate hemifumarate hemifumarat "
    "medoxomil cilexetil etexilate etexilat proxetil axetil dimesylate dimesylat lysinate lysinat lysin arginine "
    "trihydrate trihydrat monohydrate monohydrat dihydrate anhydrous wasserfrei base salt salz hemihydrat hydrate "
    "orotate malate bisglycinate magnesium natrium sodium kalium potassium calcium"
)
"""Also metals that follow a medicine: ``diclofenac sodium`` holds one medicine."""

METALS = _words("magnesium natrium sodium kalium potassium calcium")
"""Salts that are medicines of their own where they stand alone."""

_MAKERS = _words(
    "ratiopharm hexal stada sandoz teva mylan viatris zentiva heumann aliud al abz pharma ct basics betapharm "
    "neuraxpharm aristo aurobindo actavis accord krka tad dura lich winthrop biomo puren glenmark hormosan zydus "
    "lupin reddys torrent cipla apotex pfizer bayer merck gsk novartis roche sanofi aventis arrow biogaran cristers "
    "normon cinfa kern medac bluefish orion orifarm dexcel hennig axcount tillomed milpharm almus wockhardt ranbaxy "
    "kirkland equate cvs walgreens apo pms ratio 1a 1apharma holsten dermapharm medical lab labs laboratories "
    "genericos genericon emra eurim beragena"
)
_JOINING = _words("and und et y e with mit avec con og och en oder or then")

AROUND = _UNITS | _TIMES | _FILLERS | _MAKERS | _JOINING
"""What may stand around a name and seldom within one."""

BESIDE = AROUND | _FORMS | SALTS
"""What may stand beside a name without telling anything about which medicine it is."""

PREFIXES = _words(
    "hydroxy dihydro methyl ethyl acetyl nor des desmethyl desoxy levo dextro dex ar es iso pseudo hydro chlor chloro "
    "oxy oxo nitro fluoro bromo carba cyclo di tri tetra homo epi ethinyl fos lis alpha beta gamma delta anti non pre "
    "pro semi synthetic rubbing root"
)
"""Before a name, these make it another substance: ``dihydro codeine`` is no codeine."""

LETTERS = _words("d l s r n o dl")
"""The same, where a hyphen follows: ``l-methadone``."""

NOTHING = _words(
    "none no nothing nil keine kein keins keines nichts nix na aucun aucune rien ninguno ninguna nada nessuno"
)
NOTHING_WITH = NOTHING | _words(
    "n a medicine medicines medication medications meds med drug drugs medikament medikamente medikamenten arznei "
    "tabletten tablets pills other others any else at all sonst andere anderen weiteren further additional right now "
    "taken taking take the moment im regular supplements supplement"
)
"""Of these alone a person says that there is no medicine."""

OTHER_THINGS = _words(
    "antagonist antagonists blocker blockers inhibitor inhibitors channel sparing analog analogs analogue analogues "
    "binder binders receptor receptors deficiency mangel test tests screening like substitute substitutes ersatz "
    "antidote needle needles swab swabs wipe wipes pad pads vinegar essig gums yeast hefe sanitizer battery batteries "
    "belly pump"
)
"""Behind a name, these make it another thing: an opioid antagonist is no opioid."""

OTHER_PAIRS = _words("gingerale rootbeer butterbeer birchbeer sprucebeer centrumsilver goldbond goldleaf goldstandard")
"""Pairs of words that hold a medicine's name, and are none: ``ginger ale``."""

ORDINARY = OTHER_THINGS | _words(
    "tea teas water waters vitamin vitamins vitamine vitaminen coffee kaffee milk milch juice saft food foods essen "
    "honey honig sugar zucker salt salz spice spices herb herbs herbal krauter kraeuter kraut tee wasser fruit fruits "
    "obst apple lemon zitrone orange banana bread rice meat fish fisch fleisch eggs butter cheese chocolate "
    "schokolade cookie candy soup suppe salad cream smoothie shake protein proteine powder energy drink drinks trink "
    "getrank soda cola lemonade medicine medicines medication medications meds drug drugs tablet pill pills "
    "medikament medikamente arznei mittel supplement supplements remedy remedies product products stuff thing things "
    "something anything everything others painkiller painkillers pain pains schmerz schmerzen schmerzmittel relief "
    "reliever killer sleep sleeping schlaf schlafmittel heart herz blood blut pressure blutdruck stomach magen liver "
    "leber kidney niere knee back head kopf rucken ruecken nerve nerves nerven mood stimmung depression anxiety angst "
    "panic stress allergy allergie cold erkaltung erkaeltung cough husten fever fieber flu grippe nausea ubelkeit "
    "itching migraine migrane headache kopfschmerz kopfschmerzen infection infektion antibiotic thyroid schilddruse "
    "cholesterol asthma diabetes gout arthritis rheuma reflux heartburn sodbrennen diarrhea durchfall constipation "
    "verstopfung anemia retention doctor arzt hospital pharmacy apotheke nurse clinic prescription rezept hormone "
    "hormones thermal massage physio exercise walking running heat ice shower bath sauna yoga sunday monday tuesday "
    "wednesday thursday friday saturday montag dienstag mittwoch donnerstag freitag samstag sonntag january february "
    "march april june july august september october november december januar februar marz juni juli oktober dezember "
    "green white black blue yellow brown purple pink grun gruen weiss schwarz blau gelb rot large small gross grosse "
    "klein kleine round runde long lange short kurz strong stark weak schwach mild light leicht heavy schwer fresh "
    "frisch natural pure organic whole plant pflanze leaf leaves blatt blatter root wurzel flower blute bark seed "
    "seeds samen extract extrakt kratom kava night daytime unknown unbekannt unsure maybe vielleicht name names "
    "whatever combination mixture mischung table house people person friend mother father wife husband child baby "
    "test tests paper money later today heute yesterday gestern tomorrow morgen again wieder always immer never good "
    "better best great nice happy under over other different new neue neues alte alter world sport sports multi "
    "multivitamin multivitamins minerals mineral mineralstoffe iron eisen fiber fibre oil oils ol oel fischol balance "
    "active aktiv complex komplex formula classic super ultra premium gold silver special spezial natur nature life "
    "health gesund gesundheit daily"
)
"""Words of every day: never taken for a misspelt name."""
