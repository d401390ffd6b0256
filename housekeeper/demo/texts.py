"""What people of the demonstration hotel are called, write and order. All of it is invented."""

from housekeeper.core.staff.staff import Role, Staff

DEMONSTRATION_PIN = "2580"
"""Everyone's PIN."""

STAFF = (
    Staff("ana", "Ana Silva", Role.ATTENDANT),
    Staff("rui", "Rui Costa", Role.ATTENDANT),
    Staff("ines", "Inês Lopes", Role.ATTENDANT),
    Staff("joao", "João Pinto", Role.ATTENDANT),
    Staff("lena", "Lena Moreau", Role.ATTENDANT),
    Staff("amir", "Amir Haddad", Role.ATTENDANT),
    Staff("olga", "Olga Petrenko", Role.ATTENDANT),
    Staff("dina", "Dina Fortes", Role.ATTENDANT),
    Staff("maria", "Maria Keller", Role.SUPERVISOR),
    Staff("tomas", "Tomás Brito", Role.SUPERVISOR),
    Staff("desk", "Sofia Reis", Role.FRONT_DESK),
    Staff("night", "Hugo Sá", Role.FRONT_DESK),
    Staff("paulo", "Paulo Nunes", Role.MAINTENANCE),
    Staff("max", "Max Almeida", Role.MANAGER),
)

FIRST_NAMES = (
    "Aiko", "Bruno", "Carla", "David", "Elif", "Farah", "Greta", "Henrik", "Isabel", "Jonas",
    "Keiko", "Liam", "Marta", "Noor", "Oskar", "Petra", "Quentin", "Rosa", "Samir", "Tessa",
    "Ulla", "Viktor", "Wanda", "Xavier", "Yara", "Zoë",
)  # fmt: skip

LAST_NAMES = (
    "Abel", "Brandt", "Castro", "Dupont", "Eriksen", "Ferrari", "García", "Hansen", "Ivanova",
    "Jansen", "Kimura", "Lindqvist", "Müller", "Novák", "Okafor", "Pereira", "Quist", "Rossi",
    "Schmidt", "Tanaka", "Urban", "Vogel", "Watson", "Yılmaz", "Zimmer",
)  # fmt: skip

NOTES = (
    "Extra pillows, no feathers",
    "Cot for a baby",
    "Guest asked for the quiet side",
    "Leave the desk as it is",
    "Two more bathrobes",
    "Allergic to strong cleaners",
    "Minibar emptied on request",
    "Fresh flowers before 15:00",
    "Connecting door stays open",
    "Lost property: one blue scarf, at the desk",
)

FAILURES = (
    "hair in the bath",
    "dust under the bed",
    "mirror streaked, towels missing",
    "minibar not refilled",
)

FAULTS = (
    ("HIGH", "water drips from the ceiling lamp"),
    ("HIGH", "air conditioning broken, part on order until Tuesday"),
    ("MED", "safe does not lock"),
    ("MED", "shower drain slow"),
    ("LOW", "bedside lamp flickers"),
    ("LOW", "scratched wardrobe door"),
)

OUT_OF_ORDER = (
    "bathroom floor is being relaid",
    "water damage from the room above",
    "new carpet, glue is drying",
)

ORDERS = (
    "Club sandwich", "Pot of green tea", "Bottle of still water", "Caesar salad", "Pastel de nata",
    "Extra towels", "Iron and board", "Bottle of vinho verde", "Fruit plate", "Phone charger",
)  # fmt: skip

BREAKFASTS = (
    "Continental breakfast", "Full breakfast", "Porridge", "Fresh orange juice", "Omelette",
)  # fmt: skip

CHATS = (
    (
        ("GUEST", "Good morning, could we have two more towels, please?"),
        ("STAFF", "Good morning! They are on their way."),
        ("GUEST", "Thank you so much."),
    ),
    (
        ("GUEST", "Bom dia! A que horas é o pequeno-almoço?"),
        ("STAFF", "Bom dia! Das 7h00 às 10h30, no primeiro andar."),
    ),
    (
        ("GUEST", "Guten Morgen, die Klimaanlage ist sehr laut. Könnte jemand nachsehen?"),
        ("STAFF", "Guten Morgen, unser Techniker kommt gleich zu Ihnen."),
        ("GUEST", "Danke schön!"),
    ),
    (
        ("GUEST", "Bonjour, est-il possible de partir à 14 h ?"),
        ("STAFF", "Bonjour, oui, c'est noté : départ à 14 h."),
    ),
    (
        ("GUEST", "おはようございます。タクシーを11時にお願いできますか？"),
        ("STAFF", "かしこまりました。11時にお車をご用意いたします。"),
    ),
    (
        ("GUEST", "Buenos días, ¿nos pueden guardar las maletas hasta la tarde?"),
        ("STAFF", "Buenos días, por supuesto. Déjenlas en recepción."),
    ),
    (("GUEST", "Buongiorno, il phon non funziona :("),),
    (("GUEST", "صباح الخير، هل يمكن تنظيف الغرفة بعد الساعة الواحدة؟"),),
    (
        ("GUEST", "Is the pool open today?"),
        ("STAFF", "Yes, from 8:00 to 20:00. Towels are at the pool."),
        ("GUEST", "Great 🙂"),
    ),
    (("GUEST", "Dzień dobry, prosimy o dodatkową poduszkę."),),
)
