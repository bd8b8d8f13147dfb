#include "meter/words/names.h"

namespace weir::meter::words {
namespace {

constexpr std::string_view male_first_names_table[] = {
    "Aaron",     "Adam",        "Adrian",   "Alan",     "Albert",   "Alec",      "Alejandro",
    "Alexander", "Alfred",      "Ali",      "Amir",     "Andre",    "Andrew",    "Anthony",
    "Antonio",   "Arthur",      "Asher",    "Barry",    "Basil",    "Ben",       "Benjamin",
    "Bernard",   "Boris",       "Brandon",  "Brian",    "Bruce",    "Bruno",     "Caleb",
    "Callum",    "Carl",        "Carlos",   "Cedric",   "Chad",     "Charles",   "Chen",
    "Christian", "Christopher", "Clark",    "Clement",  "Cole",     "Colin",     "Conrad",
    "Craig",     "Curtis",      "Dale",     "Damian",   "Daniel",   "Darren",    "David",
    "Dean",      "Dennis",      "Derek",    "Dev",      "Diego",    "Dominic",   "Donald",
    "Douglas",   "Dylan",       "Edgar",    "Edmund",   "Edward",   "Eli",       "Elias",
    "Emil",      "Enrique",     "Eric",     "Ethan",    "Eugene",   "Evan",      "Ezra",
    "Felix",     "Fernando",    "Finn",     "Francis",  "Frank",    "Frederick", "Gabriel",
    "Gareth",    "Gavin",       "George",   "Gerald",   "Gilbert",  "Glenn",     "Gordon",
    "Graham",    "Grant",       "Gregory",  "Gustav",   "Harold",   "Harry",     "Hassan",
    "Hector",    "Henry",       "Herbert",  "Hiroshi",  "Howard",   "Hugo",      "Ian",
    "Ibrahim",   "Igor",        "Isaac",    "Ivan",     "Jack",     "Jacob",     "James",
    "Jared",     "Jason",       "Javier",   "Jeremy",   "Jerome",   "Jesse",     "Joel",
    "John",      "Jonas",       "Jonathan", "Jordan",   "Jorge",    "Joseph",    "Joshua",
    "Juan",      "Julian",      "Karl",     "Keith",    "Kelvin",   "Kenneth",   "Kevin",
    "Kurt",      "Lance",       "Lars",     "Laurence", "Leo",      "Leonard",   "Liam",
    "Lionel",    "Logan",       "Louis",    "Lucas",    "Luis",     "Luke",      "Magnus",
    "Malcolm",   "Marco",       "Marcus",   "Mark",     "Martin",   "Mason",     "Mateo",
    "Matthew",   "Maurice",     "Max",      "Michael",  "Miguel",   "Miles",     "Milo",
    "Mohamed",   "Morgan",      "Nathan",   "Neil",     "Nicholas", "Nigel",     "Noah",
    "Oliver",    "Omar",        "Oscar",    "Otto",     "Owen",     "Pablo",     "Patrick",
    "Paul",      "Pedro",       "Perry",    "Peter",    "Philip",   "Quentin",   "Rafael",
    "Ralph",     "Ramon",       "Raymond",  "Reuben",   "Ricardo",  "Richard",   "Robert",
    "Roderick",  "Roger",       "Roland",   "Roman",    "Ronald",   "Rory",      "Ross",
    "Roy",       "Rupert",      "Russell",  "Ryan",     "Samuel",   "Scott",     "Sean",
    "Sebastian", "Sergio",      "Seth",     "Shaun",    "Sidney",   "Silas",     "Simon",
    "Stanley",   "Stefan",      "Stephen",  "Stuart",   "Sven",     "Terence",   "Theodore",
    "Thomas",    "Timothy",     "Tobias",   "Todd",     "Travis",   "Tristan",   "Vernon",
    "Victor",    "Vincent",     "Walter",   "Warren",   "Wayne",    "Wesley",    "Wilfred",
    "William",   "Xavier",      "Yusuf",    "Zachary"};

constexpr std::string_view female_first_names_table[] = {
    "Abigail",   "Ada",      "Adele",     "Agatha",   "Agnes",     "Aisha",     "Alice",
    "Alicia",    "Alison",   "Amanda",    "Amelia",   "Amina",     "Amy",       "Ana",
    "Andrea",    "Angela",   "Anita",     "Anna",     "Annette",   "Ariana",    "Astrid",
    "Audrey",    "Aurora",   "Ava",       "Barbara",  "Beatrice",  "Bella",     "Bernadette",
    "Beth",      "Bianca",   "Bonnie",    "Brenda",   "Bridget",   "Brooke",    "Camille",
    "Carla",     "Carmen",   "Carol",     "Caroline", "Catherine", "Cecilia",   "Celia",
    "Charlotte", "Chloe",    "Christina", "Claire",   "Clara",     "Claudia",   "Colleen",
    "Cora",      "Daisy",    "Daniela",   "Daphne",   "Deborah",   "Delia",     "Denise",
    "Diana",     "Dolores",  "Donna",     "Dora",     "Doris",     "Edith",     "Eileen",
    "Elaine",    "Eleanor",  "Elena",     "Elise",    "Eliza",     "Elizabeth", "Ella",
    "Ellen",     "Eloise",   "Elsa",      "Emily",    "Emma",      "Erica",     "Esme",
    "Esther",    "Eva",      "Evelyn",    "Faith",    "Fatima",    "Fiona",     "Flora",
    "Florence",  "Frances",  "Freya",     "Gabriela", "Gail",      "Gemma",     "Genevieve",
    "Georgia",   "Gertrude", "Gina",      "Gloria",   "Grace",     "Greta",     "Gwen",
    "Hana",      "Hannah",   "Harriet",   "Hazel",    "Heather",   "Heidi",     "Helen",
    "Henrietta", "Hilda",    "Holly",     "Hope",     "Ida",       "Imogen",    "Ines",
    "Ingrid",    "Irene",    "Iris",      "Isabel",   "Isla",      "Ivy",       "Jacqueline",
    "Jade",      "Jana",     "Jane",      "Janet",    "Jasmine",   "Jean",      "Jennifer",
    "Jenny",     "Jessica",  "Joan",      "Joanna",   "Josephine", "Joyce",     "Juana",
    "Judith",    "Julia",    "Juliet",    "June",     "Karen",     "Kate",      "Katrina",
    "Kayla",     "Keira",    "Kim",       "Kirsten",  "Lara",      "Laura",     "Lauren",
    "Layla",     "Leah",     "Leila",     "Lena",     "Leonie",    "Lesley",    "Lila",
    "Lilian",    "Lily",     "Linda",     "Lisa",     "Lois",      "Lorna",     "Lorraine",
    "Louise",    "Lucia",    "Lucy",      "Lydia",    "Mabel",     "Madeleine", "Maeve",
    "Maria",     "Marianne", "Marina",    "Marion",   "Marjorie",  "Martha",    "Mary",
    "Matilda",   "Maud",     "Maya",      "Megan",    "Melanie",   "Melissa",   "Mercedes",
    "Mia",       "Michelle", "Mildred",   "Mina",     "Miranda",   "Miriam",    "Molly",
    "Monica",    "Muriel",   "Nadia",     "Nancy",    "Naomi",     "Natalie",   "Nell",
    "Nicole",    "Nina",     "Noor",      "Nora",     "Olga",      "Olive",     "Olivia",
    "Ophelia",   "Pamela",   "Patricia",  "Paula",    "Pauline",   "Pearl",     "Penelope",
    "Petra",     "Phoebe",   "Priya",     "Rachel",   "Ramona",    "Rebecca",   "Renata",
    "Rita",      "Roberta",  "Rosa",      "Rose",     "Rosemary",  "Ruby",      "Ruth",
    "Sabrina",   "Sally",    "Samantha",  "Sandra",   "Sara",      "Selma",     "Serena",
    "Sharon",    "Sheila",   "Shirley",   "Sienna",   "Sofia",     "Sonia",     "Stella",
    "Stephanie", "Susan",    "Suzanne",   "Sylvia",   "Tamara",    "Tania",     "Tara",
    "Teresa",    "Tessa",    "Thelma",    "Theresa",  "Tina",      "Ursula",    "Valerie",
    "Vanessa",   "Vera",     "Veronica",  "Victoria", "Viola",     "Violet",    "Virginia",
    "Vivian",    "Wanda",    "Wendy",     "Wilma",    "Winifred",  "Yara",      "Yasmin",
    "Yolanda",   "Yvonne",   "Zara",      "Zoe"};

constexpr std::string_view last_names_table[] = {
    "Abbott",     "Adams",      "Adler",    "Ahmed",       "Alvarez",    "Andersen",   "Anderson",
    "Archer",     "Armstrong",  "Arnold",   "Ashton",      "Atkins",     "Austin",     "Bailey",
    "Baker",      "Baldwin",    "Ballard",  "Banks",       "Barber",     "Barker",     "Barlow",
    "Barnes",     "Barrett",    "Barton",   "Bates",       "Baxter",     "Beck",       "Bell",
    "Bennett",    "Benson",     "Berg",     "Berry",       "Bishop",     "Black",      "Blair",
    "Blake",      "Bond",       "Booth",    "Bowen",       "Bowman",     "Boyd",       "Bradley",
    "Brady",      "Brandt",     "Brennan",  "Brooks",      "Brown",      "Bryant",     "Buchanan",
    "Burgess",    "Burke",      "Burns",    "Burton",      "Bush",       "Butler",     "Byrne",
    "Cameron",    "Campbell",   "Cardenas", "Carlson",     "Carpenter",  "Carr",       "Carroll",
    "Carter",     "Castillo",   "Castro",   "Chambers",    "Chan",       "Chandler",   "Chang",
    "Chapman",    "Chavez",     "Chen",     "Christensen", "Clark",      "Clarke",     "Clayton",
    "Cohen",      "Cole",       "Coleman",  "Collins",     "Conner",     "Cook",       "Cooper",
    "Cox",        "Craig",      "Crawford", "Cross",       "Cruz",       "Cunningham", "Curtis",
    "Dalton",     "Daniels",    "Davidson", "Davies",      "Davis",      "Dawson",     "Day",
    "Dean",       "Delgado",    "Diaz",     "Dixon",       "Douglas",    "Doyle",      "Drake",
    "Duncan",     "Dunn",       "Edwards",  "Elliott",     "Ellis",      "Erickson",   "Espinoza",
    "Evans",      "Farrell",    "Ferguson", "Fernandez",   "Fields",     "Fischer",    "Fisher",
    "Fitzgerald", "Fleming",    "Fletcher", "Flores",      "Ford",       "Foster",     "Fowler",
    "Fox",        "Francis",    "Franklin", "Fraser",      "Freeman",    "Fuller",     "Gallagher",
    "Garcia",     "Gardner",    "Garner",   "Gibbs",       "Gibson",     "Gilbert",    "Gomez",
    "Gonzalez",   "Goodman",    "Gordon",   "Graham",      "Grant",      "Graves",     "Gray",
    "Green",      "Greene",     "Gregory",  "Griffin",     "Gross",      "Gupta",      "Hale",
    "Hall",       "Hamilton",   "Hansen",   "Hardy",       "Harmon",     "Harper",     "Harris",
    "Harrison",   "Hart",       "Harvey",   "Hawkins",     "Hayes",      "Henderson",  "Hernandez",
    "Herrera",    "Hicks",      "Higgins",  "Hill",        "Hoffman",    "Holland",    "Holmes",
    "Holt",       "Hopkins",    "Horton",   "Houston",     "Howard",     "Howell",     "Hudson",
    "Hughes",     "Hunt",       "Hunter",   "Ibarra",      "Ingram",     "Irwin",      "Jackson",
    "Jacobs",     "James",      "Jensen",   "Jimenez",     "Johansson",  "Johnson",    "Johnston",
    "Jones",      "Jordan",     "Joseph",   "Kaiser",      "Kapoor",     "Keller",     "Kelly",
    "Kennedy",    "Khan",       "Kim",      "King",        "Klein",      "Knight",     "Kowalski",
    "Lambert",    "Lane",       "Larsen",   "Larson",      "Lawrence",   "Lawson",     "Lee",
    "Lehmann",    "Leonard",    "Lewis",    "Lindberg",    "Lindsey",    "Little",     "Lloyd",
    "Logan",      "Long",       "Lopez",    "Lowe",        "Lucas",      "Lynch",      "Lyons",
    "Mackenzie",  "Malone",     "Mann",     "Manning",     "Marsh",      "Marshall",   "Martin",
    "Martinez",   "Mason",      "Matthews", "Maxwell",     "May",        "McBride",    "McCarthy",
    "McCormick",  "McDonald",   "McGrath",  "McKenna",     "Medina",     "Mendoza",    "Meyer",
    "Miles",      "Miller",     "Mills",    "Mitchell",    "Molina",     "Montgomery", "Moore",
    "Morales",    "Moran",      "Moreno",   "Morgan",      "Morris",     "Morrison",   "Morton",
    "Moss",       "Mueller",    "Murphy",   "Murray",      "Myers",      "Nakamura",   "Nash",
    "Navarro",    "Nelson",     "Neumann",  "Newman",      "Newton",     "Nguyen",     "Nichols",
    "Nielsen",    "Nolan",      "Norman",   "Norris",      "Novak",      "O'Brien",    "O'Connor",
    "O'Donnell",  "O'Neill",    "O'Reilly", "Olsen",       "Olson",      "Ortega",     "Ortiz",
    "Osborne",    "Owens",      "Pacheco",  "Palmer",      "Park",       "Parker",     "Parsons",
    "Patel",      "Patterson",  "Payne",    "Pearson",     "Pena",       "Perez",      "Perkins",
    "Perry",      "Peters",     "Petersen", "Peterson",    "Phillips",   "Pierce",     "Pope",
    "Porter",     "Potter",     "Powell",   "Powers",      "Price",      "Quinn",      "Ramirez",
    "Ramos",      "Ramsey",     "Randall",  "Rasmussen",   "Reed",       "Reeves",     "Reid",
    "Reyes",      "Reynolds",   "Rhodes",   "Rice",        "Richards",   "Richardson", "Riley",
    "Rios",       "Rivera",     "Roberts",  "Robertson",   "Robinson",   "Rodriguez",  "Rogers",
    "Romero",     "Rose",       "Rosen",    "Ross",        "Rossi",      "Rowe",       "Russell",
    "Ruiz",       "Ryan",       "Salazar",  "Sanchez",     "Sanders",    "Santiago",   "Santos",
    "Sato",       "Saunders",   "Schmidt",  "Schneider",   "Schultz",    "Schwartz",   "Scott",
    "Shah",       "Sharp",      "Shaw",     "Shelton",     "Sherman",    "Silva",      "Simmons",
    "Simpson",    "Singh",      "Smith",    "Snyder",      "Soto",       "Sparks",     "Spencer",
    "Stanley",    "Steele",     "Stein",    "Stephens",    "Stevens",    "Stewart",    "Stone",
    "Sullivan",   "Summers",    "Sutton",   "Suzuki",      "Swanson",    "Sweeney",    "Tanaka",
    "Tate",       "Taylor",     "Thomas",   "Thompson",    "Thornton",   "Torres",     "Tucker",
    "Turner",     "Vargas",     "Vasquez",  "Vaughn",      "Vega",       "Wade",       "Wagner",
    "Walker",     "Wallace",    "Walsh",    "Walters",     "Wang",       "Ward",       "Warner",
    "Warren",     "Washington", "Waters",   "Watkins",     "Watson",     "Watts",      "Weaver",
    "Webb",       "Weber",      "Webster",  "Weiss",       "Wells",      "West",       "Wheeler",
    "White",      "Whitaker",   "Wilkins",  "Williams",    "Williamson", "Willis",     "Wilson",
    "Winters",    "Wolf",       "Wong",     "Wood",        "Woods",      "Wright",     "Wu",
    "Yang",       "Yates",      "Young",    "Zhang",       "Zimmerman"};

constexpr std::string_view name_prefixes_table[] = {"Mr.", "Mrs.", "Ms.", "Miss", "Dr."};

constexpr std::string_view name_suffixes_table[] = {"Jr.", "Sr.", "I",   "II",  "III", "IV",
                                                    "V",   "MD",  "DDS", "PhD", "DVM"};

constexpr std::string_view job_descriptors_table[] = {
    "Lead",     "Senior",   "Direct",        "Corporate", "Dynamic", "Future",
    "Product",  "National", "Regional",      "District",  "Central", "Global",
    "Customer", "Investor", "International", "Legacy",    "Forward", "Internal",
    "Human",    "Chief",    "Principal",     "Junior",    "Deputy",  "Associate"};

constexpr std::string_view job_areas_table[] = {
    "Solutions",      "Program",       "Brand",          "Security",     "Research",
    "Marketing",      "Directives",    "Implementation", "Integration",  "Functionality",
    "Response",       "Paradigm",      "Tactics",        "Identity",     "Markets",
    "Group",          "Division",      "Applications",   "Optimization", "Operations",
    "Infrastructure", "Intranet",      "Communications", "Web",          "Branding",
    "Quality",        "Assurance",     "Mobility",       "Accounts",     "Data",
    "Creative",       "Configuration", "Accountability", "Interactions", "Factors",
    "Usability",      "Metrics",       "Logistics",      "Payments",     "Storage"};

constexpr std::string_view job_types_table[] = {
    "Supervisor", "Associate",  "Executive", "Liaison",      "Officer",       "Manager",
    "Engineer",   "Specialist", "Director",  "Coordinator",  "Administrator", "Architect",
    "Analyst",    "Designer",   "Planner",   "Orchestrator", "Technician",    "Developer",
    "Producer",   "Consultant", "Assistant", "Facilitator",  "Agent",         "Representative",
    "Strategist", "Auditor"};

}  // namespace

constinit const WordList male_first_names{male_first_names_table};
constinit const WordList female_first_names{female_first_names_table};
constinit const WordList last_names{last_names_table};
constinit const WordList name_prefixes{name_prefixes_table};
constinit const WordList name_suffixes{name_suffixes_table};
constinit const WordList job_descriptors{job_descriptors_table};
constinit const WordList job_areas{job_areas_table};
constinit const WordList job_types{job_types_table};

}  // namespace weir::meter::words
