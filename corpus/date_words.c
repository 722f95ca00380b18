/* Names are folded as date_lex.c folds text: lower case, accents gone. */
#include "corpus/date_lex.h"

#include <stddef.h>
#include <string.h>

struct name {
	const char *text;
	int value;
};

/* clang-format off */

/* Months of English, French, German, Spanish, Italian, Portuguese, Dutch,
 * Swedish, Danish, Norwegian, Finnish, Polish, Czech, Russian, Ukrainian,
 * Turkish, Greek, Thai and Arabic; as named, in the case that dates use, and
 * abbreviated.  Sorted by strcmp. */
static const struct name months[] = {
	{ "abr", 4 }, { "abril", 4 }, { "ago", 8 }, { "agosto", 8 },
	{ "agu", 8 }, { "agustos", 8 }, { "aout", 8 }, { "apr", 4 },
	{ "april", 4 }, { "aprile", 4 }, { "ara", 12 }, { "aralik", 12 },
	{ "aug", 8 }, { "august", 8 }, { "augusti", 8 }, { "augustus", 8 },
	{ "avr", 4 }, { "avril", 4 }, { "bre", 3 }, { "brezen", 3 },
	{ "brezna", 3 }, { "cerven", 6 }, { "cervence", 7 }, { "cervenec", 7 },
	{ "cervna", 6 }, { "cvc", 7 }, { "cvn", 6 }, { "cze", 6 },
	{ "czerwca", 6 }, { "czerwiec", 6 }, { "dec", 12 }, { "december", 12 },
	{ "decembre", 12 }, { "des", 12 }, { "desember", 12 }, { "dez", 12 },
	{ "dezember", 12 }, { "dezembro", 12 }, { "dic", 12 },
	{ "dicembre", 12 }, { "diciembre", 12 }, { "dub", 4 }, { "duben", 4 },
	{ "dubna", 4 }, { "eki", 10 }, { "ekim", 10 }, { "elo", 8 },
	{ "elokuu", 8 }, { "elokuun", 8 }, { "elokuuta", 8 }, { "ene", 1 },
	{ "enero", 1 }, { "eyl", 9 }, { "eylul", 9 }, { "feb", 2 },
	{ "febbraio", 2 }, { "feber", 2 }, { "febrero", 2 }, { "februar", 2 },
	{ "februari", 2 }, { "february", 2 }, { "fev", 2 }, { "fevereiro", 2 },
	{ "fevr", 2 }, { "fevrier", 2 }, { "gen", 1 }, { "gennaio", 1 },
	{ "giu", 6 }, { "giugno", 6 }, { "gru", 12 }, { "grudnia", 12 },
	{ "grudzien", 12 }, { "haz", 6 }, { "haziran", 6 }, { "heina", 7 },
	{ "heinakuu", 7 }, { "heinakuun", 7 }, { "heinakuuta", 7 },
	{ "helmi", 2 }, { "helmikuu", 2 }, { "helmikuun", 2 },
	{ "helmikuuta", 2 }, { "huhti", 4 }, { "huhtikuu", 4 },
	{ "huhtikuun", 4 }, { "huhtikuuta", 4 }, { "jaenner", 1 }, { "jan", 1 },
	{ "janeiro", 1 }, { "janner", 1 }, { "januar", 1 }, { "januari", 1 },
	{ "january", 1 }, { "janv", 1 }, { "janvier", 1 }, { "joulu", 12 },
	{ "joulukuu", 12 }, { "joulukuun", 12 }, { "joulukuuta", 12 },
	{ "juil", 7 }, { "juillet", 7 }, { "juin", 6 }, { "jul", 7 },
	{ "julho", 7 }, { "juli", 7 }, { "julio", 7 }, { "july", 7 },
	{ "jun", 6 }, { "june", 6 }, { "junho", 6 }, { "juni", 6 },
	{ "junio", 6 }, { "kas", 11 }, { "kasim", 11 }, { "kesa", 6 },
	{ "kesakuu", 6 }, { "kesakuun", 6 }, { "kesakuuta", 6 }, { "kve", 5 },
	{ "kveten", 5 }, { "kvetna", 5 }, { "kwi", 4 }, { "kwiecien", 4 },
	{ "kwietnia", 4 }, { "led", 1 }, { "leden", 1 }, { "ledna", 1 },
	{ "lip", 7 }, { "lipca", 7 }, { "lipiec", 7 }, { "lis", 11 },
	{ "listopad", 11 }, { "listopada", 11 }, { "listopadu", 11 },
	{ "loka", 10 }, { "lokakuu", 10 }, { "lokakuun", 10 },
	{ "lokakuuta", 10 }, { "lug", 7 }, { "luglio", 7 }, { "lut", 2 },
	{ "lutego", 2 }, { "luty", 2 }, { "maalis", 3 }, { "maaliskuu", 3 },
	{ "maaliskuun", 3 }, { "maaliskuuta", 3 }, { "maart", 3 },
	{ "maerz", 3 }, { "mag", 5 }, { "maggio", 5 }, { "mai", 5 },
	{ "maio", 5 }, { "maj", 5 }, { "maja", 5 }, { "mar", 3 },
	{ "marca", 3 }, { "march", 3 }, { "marco", 3 }, { "marras", 11 },
	{ "marraskuu", 11 }, { "marraskuun", 11 }, { "marraskuuta", 11 },
	{ "mars", 3 }, { "mart", 3 }, { "marts", 3 }, { "marz", 3 },
	{ "marzec", 3 }, { "marzo", 3 }, { "may", 5 }, { "mayis", 5 },
	{ "mayo", 5 }, { "mei", 5 }, { "mrt", 3 }, { "mrz", 3 }, { "nis", 4 },
	{ "nisan", 4 }, { "nov", 11 }, { "november", 11 }, { "novembre", 11 },
	{ "novembro", 11 }, { "noviembre", 11 }, { "oca", 1 }, { "ocak", 1 },
	{ "oct", 10 }, { "october", 10 }, { "octobre", 10 }, { "octubre", 10 },
	{ "okt", 10 }, { "oktober", 10 }, { "ott", 10 }, { "ottobre", 10 },
	{ "out", 10 }, { "outubro", 10 }, { "paz", 10 }, { "pazdziernik", 10 },
	{ "pazdziernika", 10 }, { "pro", 12 }, { "prosince", 12 },
	{ "prosinec", 12 }, { "rij", 10 }, { "rijen", 10 }, { "rijna", 10 },
	{ "sep", 9 }, { "sept", 9 }, { "september", 9 }, { "septembre", 9 },
	{ "septiembre", 9 }, { "set", 9 }, { "setembro", 9 },
	{ "setiembre", 9 }, { "settembre", 9 }, { "sie", 8 }, { "sierpien", 8 },
	{ "sierpnia", 8 }, { "srp", 8 }, { "srpen", 8 }, { "srpna", 8 },
	{ "sty", 1 }, { "styczen", 1 }, { "stycznia", 1 }, { "sub", 2 },
	{ "subat", 2 }, { "syys", 9 }, { "syyskuu", 9 }, { "syyskuun", 9 },
	{ "syyskuuta", 9 }, { "tammi", 1 }, { "tammikuu", 1 },
	{ "tammikuun", 1 }, { "tammikuuta", 1 }, { "tem", 7 }, { "temmuz", 7 },
	{ "touko", 5 }, { "toukokuu", 5 }, { "toukokuun", 5 },
	{ "toukokuuta", 5 }, { "uno", 2 }, { "unor", 2 }, { "unora", 2 },
	{ "wrz", 9 }, { "wrzesien", 9 }, { "wrzesnia", 9 }, { "zar", 9 },
	{ "zari", 9 }, { "απρ", 4 }, { "απριλιοσ", 4 }, { "απριλιου", 4 },
	{ "αυγ", 8 }, { "αυγουστοσ", 8 }, { "αυγουστου", 8 }, { "δεκ", 12 },
	{ "δεκεμβριοσ", 12 }, { "δεκεμβριου", 12 }, { "ιαν", 1 },
	{ "ιανουαριοσ", 1 }, { "ιανουαριου", 1 }, { "ιουλ", 7 },
	{ "ιουλιοσ", 7 }, { "ιουλιου", 7 }, { "ιουν", 6 }, { "ιουνιοσ", 6 },
	{ "ιουνιου", 6 }, { "μαι", 5 }, { "μαιοσ", 5 }, { "μαιου", 5 },
	{ "μαρ", 3 }, { "μαρτιοσ", 3 }, { "μαρτιου", 3 }, { "νοε", 11 },
	{ "νοεμ", 11 }, { "νοεμβριοσ", 11 }, { "νοεμβριου", 11 }, { "οκτ", 10 },
	{ "οκτωβριοσ", 10 }, { "οκτωβριου", 10 }, { "σεπ", 9 }, { "σεπτ", 9 },
	{ "σεπτεμβριοσ", 9 }, { "σεπτεμβριου", 9 }, { "φεβ", 2 }, { "φεβρ", 2 },
	{ "φεβρουαριοσ", 2 }, { "φεβρουαριου", 2 }, { "авг", 8 },
	{ "август", 8 }, { "августа", 8 }, { "апр", 4 }, { "апрель", 4 },
	{ "апреля", 4 }, { "бер", 3 }, { "березень", 3 }, { "березня", 3 },
	{ "вер", 9 }, { "вересень", 9 }, { "вересня", 9 }, { "груд", 12 },
	{ "грудень", 12 }, { "грудня", 12 }, { "дек", 12 }, { "декабрь", 12 },
	{ "декабря", 12 }, { "жовт", 10 }, { "жовтень", 10 }, { "жовтня", 10 },
	{ "июл", 7 }, { "июль", 7 }, { "июля", 7 }, { "июн", 6 }, { "июнь", 6 },
	{ "июня", 6 }, { "квіт", 4 }, { "квітень", 4 }, { "квітня", 4 },
	{ "лип", 7 }, { "липень", 7 }, { "липня", 7 }, { "лист", 11 },
	{ "листопад", 11 }, { "листопада", 11 }, { "лют", 2 }, { "лютий", 2 },
	{ "лютого", 2 }, { "май", 5 }, { "мар", 3 }, { "март", 3 },
	{ "марта", 3 }, { "мая", 5 }, { "ноя", 11 }, { "нояб", 11 },
	{ "ноябрь", 11 }, { "ноября", 11 }, { "окт", 10 }, { "октябрь", 10 },
	{ "октября", 10 }, { "сен", 9 }, { "сент", 9 }, { "сентябрь", 9 },
	{ "сентября", 9 }, { "серп", 8 }, { "серпень", 8 }, { "серпня", 8 },
	{ "січ", 1 }, { "січень", 1 }, { "січня", 1 }, { "трав", 5 },
	{ "травень", 5 }, { "травня", 5 }, { "фев", 2 }, { "февр", 2 },
	{ "февраль", 2 }, { "февраля", 2 }, { "черв", 6 }, { "червень", 6 },
	{ "червня", 6 }, { "янв", 1 }, { "январь", 1 }, { "января", 1 },
	{ "آب", 8 }, { "آذار", 3 }, { "أبريل", 4 }, { "أغسطس", 8 },
	{ "أفريل", 4 }, { "أكتوبر", 10 }, { "أوت", 8 }, { "أيار", 5 },
	{ "أيلول", 9 }, { "إبريل", 4 }, { "ابريل", 4 }, { "اغسطس", 8 },
	{ "اكتوبر", 10 }, { "تموز", 7 }, { "جانفي", 1 }, { "جوان", 6 },
	{ "جويلية", 7 }, { "حزيران", 6 }, { "ديسمبر", 12 }, { "سبتمبر", 9 },
	{ "شباط", 2 }, { "فبراير", 2 }, { "فيفري", 2 }, { "مارس", 3 },
	{ "ماي", 5 }, { "مايو", 5 }, { "نوفمبر", 11 }, { "نيسان", 4 },
	{ "يناير", 1 }, { "يوليو", 7 }, { "يونيو", 6 }, { "ก.ค", 7 },
	{ "ก.พ", 2 }, { "ก.ย", 9 }, { "กรกฎาคม", 7 }, { "กันยายน", 9 },
	{ "กุมภาพันธ์", 2 }, { "ต.ค", 10 }, { "ตุลาคม", 10 }, { "ธ.ค", 12 },
	{ "ธันวาคม", 12 }, { "พ.ค", 5 }, { "พ.ย", 11 }, { "พฤศจิกายน", 11 },
	{ "พฤษภาคม", 5 }, { "ม.ค", 1 }, { "มกราคม", 1 }, { "มิ.ย", 6 },
	{ "มิถุนายน", 6 }, { "มี.ค", 3 }, { "มีนาคม", 3 }, { "ส.ค", 8 },
	{ "สิงหาคม", 8 }, { "เม.ย", 4 }, { "เมษายน", 4 },
};

/* Zones, minutes east of Greenwich.  Those that mean different hours on
 * different continents and are no RFC 5322 zone (IST, AST, ET) are left out:
 * the date then stays without a zone.  Sorted. */
static const struct name zones[] = {
	{ "acdt", 630 }, { "acst", 570 }, { "aedt", 660 }, { "aest", 600 },
	{ "akdt", -480 }, { "akst", -540 }, { "awst", 480 }, { "brt", -180 },
	{ "bst", 60 }, { "cat", 120 }, { "cdt", -300 }, { "cest", 120 },
	{ "cet", 60 }, { "clt", -240 }, { "cst", -360 }, { "eat", 180 },
	{ "edt", -240 }, { "eest", 180 }, { "eet", 120 }, { "est", -300 },
	{ "gmt", 0 }, { "hkt", 480 }, { "hst", -600 }, { "ict", 420 },
	{ "jst", 540 }, { "kst", 540 }, { "mdt", -360 }, { "mesz", 120 },
	{ "mez", 60 }, { "msk", 180 }, { "mst", -420 }, { "npt", 345 },
	{ "nzdt", 780 }, { "nzst", 720 }, { "pdt", -420 }, { "pht", 480 },
	{ "pkt", 300 }, { "pst", -480 }, { "sast", 120 }, { "sgt", 480 },
	{ "trt", 180 }, { "ut", 0 }, { "utc", 0 }, { "wat", 60 },
	{ "west", 60 }, { "wet", 0 }, { "wib", 420 }, { "z", 0 },
	{ "мск", 180 },
};

/* What stands in dates and says nothing more: weekdays, ordinal endings,
 * prepositions, and the words before a date.  Sorted. */
static const char *const fillers[] = {
	"a", "alle", "am", "as", "at", "carsamba", "created", "ct", "ctvrtek",
	"cuma", "cumartesi", "czw", "czwartek", "d", "date", "de", "del", "den",
	"der", "di", "dia", "dienstag", "dim", "dimanche", "dinsdag", "dne",
	"do", "dom", "domenica", "domingo", "donderdag", "donnerstag", "e",
	"edition", "el", "er", "ere", "feira", "first", "fr", "fre", "fredag",
	"freitag", "fri", "friday", "gepubliceerd", "gio", "giovedi", "il",
	"jeu", "jeudi", "jue", "jueves", "ke", "keskiviikko", "keskiviikkona",
	"kl", "klo", "la", "las", "last", "lauantai", "lauantaina", "le", "lor",
	"lordag", "los", "lun", "lundi", "lunedi", "lunes", "ma", "maanantai",
	"maanantaina", "maandag", "man", "mandag", "mardi", "martedi", "martes",
	"mer", "mercoledi", "mercredi", "mi", "mie", "miercoles", "mittwoch",
	"mo", "modified", "mon", "monday", "montag", "nd", "ne", "nedele",
	"niedz", "niedziela", "o", "of", "om", "on", "ons", "onsdag",
	"opublikowano", "ore", "pa", "patek", "pazar", "pazartesi", "pe",
	"perjantai", "perjantaina", "persembe", "piatek", "po", "pon",
	"pondeli", "poniedzialek", "posted", "pt", "pubblicato", "publicado",
	"publie", "published", "qua", "quarta", "qui", "quinta", "r", "rd",
	"re", "roku", "sa", "saat", "sab", "sabado", "sabato", "sali", "sam",
	"samedi", "samstag", "sat", "saturday", "seg", "segunda", "sex",
	"sexta", "so", "sob", "sobota", "son", "sondag", "sonnabend", "sonntag",
	"sr", "sroda", "st", "stand", "streda", "su", "sun", "sunday",
	"sunnuntai", "sunnuntaina", "t", "ter", "terca", "th", "the", "thu",
	"thur", "thurs", "thursday", "ti", "tiistai", "tiistaina", "tirsdag",
	"tis", "tisdag", "to", "tors", "torsdag", "torstai", "torstaina", "tue",
	"tues", "tuesday", "um", "updated", "uploaded", "ut", "utery", "v",
	"ven", "vendredi", "venerdi", "veroffentlicht", "vie", "viernes", "vom",
	"vr", "vrijdag", "wed", "wednesday", "wo", "woensdag", "wt", "wtorek",
	"za", "zaterdag", "zo", "zondag", "απο", "δευτερα", "κυριακη",
	"παρασκευη", "πεμπτη", "σαββατο", "στισ", "τεταρτη", "τριτη", "в",
	"воскресенье", "вс", "вт", "вторник", "вівторок", "г", "года", "нд",
	"неділя", "о", "опубликовано", "пʼятниця", "пн", "понедельник",
	"понеділок", "пт", "пятница", "р", "року", "сб", "середа", "ср",
	"среда", "суббота", "субота", "у", "четвер", "четверг", "чт",
};

/* clang-format on */

static int find_name(const struct name *v, size_t n, const char *word)
{
	size_t lo = 0, hi = n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int c = strcmp(v[mid].text, word);

		if (c == 0)
			return (int)mid;
		if (c < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return -1;
}

static bool is_filler(const char *word)
{
	size_t lo = 0, hi = sizeof fillers / sizeof fillers[0];

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int c = strcmp(fillers[mid], word);

		if (c == 0)
			return true;
		if (c < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return false;
}

enum date_kind date_word(const char *word, int *value)
{
	int k = find_name(months, sizeof months / sizeof months[0], word);

	*value = 0;
	if (k >= 0) {
		*value = months[k].value;
		return DATE_MONTH;
	}
	k = find_name(zones, sizeof zones / sizeof zones[0], word);
	if (k >= 0) {
		*value = zones[k].value;
		return DATE_ZONE;
	}
	return is_filler(word) ? DATE_FILLER : DATE_WORD;
}
