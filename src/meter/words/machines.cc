#include "meter/words/machines.h"

namespace weir::meter::words {
namespace {

constexpr std::string_view hacker_abbreviations_table[] = {
    "TCP", "HTTP", "SDD", "RAM",  "GB",   "CSS", "SSL",  "AGP", "SQL",  "FTP", "PCI",
    "AI",  "ADP",  "RSS", "XML",  "EXE",  "COM", "HDD",  "THX", "SMTP", "SMS", "USB",
    "PNG", "SAS",  "IB",  "SCSI", "JSON", "XSS", "JBOD", "TLS", "DNS",  "GPU"};

constexpr std::string_view hacker_adjectives_table[] = {
    "auxiliary", "back-end",    "bit-wise",    "cached",    "cross-platform", "digital",
    "encrypted", "haptic",      "headless",    "low-level", "mobile",         "multi-byte",
    "neural",    "online",      "open-source", "optical",   "primary",        "redundant",
    "sandboxed", "solid state", "stateless",   "virtual",   "wireless"};

constexpr std::string_view hacker_nouns_table[] = {
    "alarm",     "application", "array",      "bandwidth", "bus",     "cache",    "capacitor",
    "card",      "circuit",     "daemon",     "driver",    "feed",    "firewall", "hard drive",
    "interface", "kernel",      "matrix",     "microchip", "monitor", "packet",   "panel",
    "pixel",     "port",        "program",    "protocol",  "queue",   "router",   "sensor",
    "socket",    "stack",       "transmitter"};

constexpr std::string_view hacker_verbs_table[] = {
    "back up", "bypass", "calculate", "compile",  "compress", "connect",    "copy",     "debug",
    "decrypt", "flush",  "hack",      "index",    "input",    "navigate",   "override", "parse",
    "patch",   "ping",   "program",   "quantify", "reboot",   "synthesize", "transmit"};

constexpr std::string_view hacker_ing_verbs_table[] = {
    "backing up",  "bypassing",  "calculating",  "compiling",   "compressing", "connecting",
    "copying",     "debugging",  "decrypting",   "flushing",    "hacking",     "indexing",
    "navigating",  "overriding", "parsing",      "patching",    "pinging",     "programming",
    "quantifying", "rebooting",  "synthesizing", "transmitting"};

constexpr std::string_view domain_suffixes_table[] = {"com", "biz", "info", "name", "net", "org"};

constexpr std::string_view free_email_domains_table[] = {"gmail.com", "yahoo.com", "hotmail.com"};

constexpr std::string_view example_email_domains_table[] = {"example.org", "example.com",
                                                            "example.net"};

constexpr std::string_view phone_formats_table[] = {
    "###-###-####",        "(###) ###-####",        "1-###-###-####",        "###.###.####",
    "###-###-#### x###",   "(###) ###-#### x###",   "1-###-###-#### x###",   "###.###.#### x###",
    "###-###-#### x####",  "(###) ###-#### x####",  "1-###-###-#### x####",  "###.###.#### x####",
    "###-###-#### x#####", "(###) ###-#### x#####", "1-###-###-#### x#####", "###.###.#### x#####"};

constexpr std::string_view locales_table[] = {
    "de",     "de_AT", "de_CH",       "en", "en_AU", "en_BORK", "en_CA", "en_GB", "en_IE",
    "en_IND", "en_US", "en_au_ocker", "es", "es_MX", "fa",      "fr",    "fr_CA", "ge",
    "id_ID",  "it",    "ja",          "ko", "nb_NO", "nep",     "nl",    "pl",    "pt_BR",
    "ru",     "sk",    "sv",          "tr", "uk",    "vi",      "zh_CN", "zh_TW"};

constexpr std::string_view image_categories_table[] = {
    "abstract", "animals", "business", "cats",   "city",     "food",     "nightlife",
    "fashion",  "people",  "nature",   "sports", "technics", "transport"};

constexpr std::string_view common_file_types_table[] = {"video", "audio", "image", "text",
                                                        "application"};

constexpr std::string_view common_file_extensions_table[] = {"pdf", "mpga", "wav",  "png", "jpeg",
                                                             "gif", "mp4",  "mpeg", "html"};

constexpr std::string_view directories_table[] = {
    "/bin",     "/boot",        "/dev",      "/etc",           "/etc/ssl",   "/home/user",
    "/lib",     "/media",       "/mnt",      "/opt/bin",       "/opt/share", "/private/var",
    "/proc",    "/root",        "/sbin",     "/srv",           "/sys",       "/tmp",
    "/usr/bin", "/usr/include", "/usr/lib",  "/usr/local/bin", "/usr/share", "/var/cache",
    "/var/lib", "/var/log",     "/var/mail", "/var/spool",     "/var/tmp"};

constexpr std::string_view browser_languages_table[] = {
    "AF", "AR", "AZ", "BE", "BG", "BN", "BR", "BS", "CA", "CS", "CY", "DA", "DE", "EL", "EN", "EO",
    "ES", "ET", "EU", "FA", "FI", "FR", "GA", "GL", "HE", "HI", "HR", "HU", "HY", "ID", "IS", "IT",
    "JA", "KA", "KO", "LT", "LV", "MK", "MN", "MS", "MT", "NB", "NL", "NN", "NO", "PL", "PT", "RO",
    "RU", "SK", "SL", "SQ", "SR", "SV", "SW", "TR", "UK", "UR", "UZ", "VI", "ZH"};

// The extensions of all media types, in their order.
constexpr std::string_view extensions_table[] = {
    "atom", "epub",  "gz",   "jar",  "js",   "json", "doc",   "dot",  "bin",  "dms",  "lrf",
    "ogx",  "pdf",   "asc",  "sig",  "ai",   "eps",  "ps",    "rtf",  "apk",  "xls",  "xlm",
    "xla",  "ppt",   "pps",  "pot",  "odt",  "wasm", "7z",    "bz2",  "boz",  "rar",  "sh",
    "tar",  "xhtml", "xht",  "xml",  "xsl",  "zip",  "aac",   "flac", "mid",  "midi", "kar",
    "mp4a", "mpga",  "mp2",  "mp3",  "oga",  "ogg",  "spx",   "wav",  "weba", "otf",  "ttf",
    "woff", "bmp",   "gif",  "jpeg", "jpg",  "jpe",  "png",   "svg",  "svgz", "tiff", "tif",
    "webp", "eml",   "mime", "msh",  "mesh", "silo", "ics",   "ifb",  "css",  "csv",  "html",
    "htm",  "txt",   "text", "conf", "log",  "tsv",  "vcard", "mp4",  "mp4v", "mpg4", "mpeg",
    "mpg",  "mpe",   "ogv",  "qt",   "mov",  "webm", "avi"};

constexpr WordList extensions(std::size_t from, std::size_t count) {
  return WordList(extensions_table).subspan(from, count);
}

constexpr MediaType media_types_table[] = {
    {"application/atom+xml", extensions(0, 1)},
    {"application/epub+zip", extensions(1, 1)},
    {"application/gzip", extensions(2, 1)},
    {"application/java-archive", extensions(3, 1)},
    {"application/javascript", extensions(4, 1)},
    {"application/json", extensions(5, 1)},
    {"application/msword", extensions(6, 2)},
    {"application/octet-stream", extensions(8, 3)},
    {"application/ogg", extensions(11, 1)},
    {"application/pdf", extensions(12, 1)},
    {"application/pgp-signature", extensions(13, 2)},
    {"application/postscript", extensions(15, 3)},
    {"application/rtf", extensions(18, 1)},
    {"application/vnd.android.package-archive", extensions(19, 1)},
    {"application/vnd.ms-excel", extensions(20, 3)},
    {"application/vnd.ms-powerpoint", extensions(23, 3)},
    {"application/vnd.oasis.opendocument.text", extensions(26, 1)},
    {"application/wasm", extensions(27, 1)},
    {"application/x-7z-compressed", extensions(28, 1)},
    {"application/x-bzip2", extensions(29, 2)},
    {"application/x-rar-compressed", extensions(31, 1)},
    {"application/x-sh", extensions(32, 1)},
    {"application/x-tar", extensions(33, 1)},
    {"application/xhtml+xml", extensions(34, 2)},
    {"application/xml", extensions(36, 2)},
    {"application/zip", extensions(38, 1)},
    {"audio/aac", extensions(39, 1)},
    {"audio/flac", extensions(40, 1)},
    {"audio/midi", extensions(41, 3)},
    {"audio/mp4", extensions(44, 1)},
    {"audio/mpeg", extensions(45, 3)},
    {"audio/ogg", extensions(48, 3)},
    {"audio/wav", extensions(51, 1)},
    {"audio/webm", extensions(52, 1)},
    {"font/otf", extensions(53, 1)},
    {"font/ttf", extensions(54, 1)},
    {"font/woff", extensions(55, 1)},
    {"image/bmp", extensions(56, 1)},
    {"image/gif", extensions(57, 1)},
    {"image/jpeg", extensions(58, 3)},
    {"image/png", extensions(61, 1)},
    {"image/svg+xml", extensions(62, 2)},
    {"image/tiff", extensions(64, 2)},
    {"image/webp", extensions(66, 1)},
    {"message/rfc822", extensions(67, 2)},
    {"model/mesh", extensions(69, 3)},
    {"text/calendar", extensions(72, 2)},
    {"text/css", extensions(74, 1)},
    {"text/csv", extensions(75, 1)},
    {"text/html", extensions(76, 2)},
    {"text/plain", extensions(78, 4)},
    {"text/tab-separated-values", extensions(82, 1)},
    {"text/vcard", extensions(83, 1)},
    {"video/mp4", extensions(84, 3)},
    {"video/mpeg", extensions(87, 3)},
    {"video/ogg", extensions(90, 1)},
    {"video/quicktime", extensions(91, 2)},
    {"video/webm", extensions(93, 1)},
    {"video/x-msvideo", extensions(94, 1)}};

}  // namespace

constinit const WordList hacker_abbreviations{hacker_abbreviations_table};
constinit const WordList hacker_adjectives{hacker_adjectives_table};
constinit const WordList hacker_nouns{hacker_nouns_table};
constinit const WordList hacker_verbs{hacker_verbs_table};
constinit const WordList hacker_ing_verbs{hacker_ing_verbs_table};
constinit const WordList domain_suffixes{domain_suffixes_table};
constinit const WordList free_email_domains{free_email_domains_table};
constinit const WordList example_email_domains{example_email_domains_table};
constinit const WordList phone_formats{phone_formats_table};
constinit const WordList locales{locales_table};
constinit const WordList image_categories{image_categories_table};
constinit const WordList common_file_types{common_file_types_table};
constinit const WordList common_file_extensions{common_file_extensions_table};
constinit const WordList directories{directories_table};
constinit const WordList browser_languages{browser_languages_table};
constinit const WordList file_extensions{extensions_table};
constinit const std::span<const MediaType> media_types{media_types_table};

}  // namespace weir::meter::words
