CREATE TABLE schema_version (
    version INTEGER NOT NULL,
    applied_at VARCHAR(32) NOT NULL,
    PRIMARY KEY (version)
);
CREATE TABLE database_mark (
    database_id VARCHAR(36) NOT NULL,
    generation INTEGER NOT NULL,
    PRIMARY KEY (database_id)
);
CREATE TABLE hotel (
    id INTEGER NOT NULL,
    slug VARCHAR(64) NOT NULL,
    name VARCHAR(200) NOT NULL,
    timezone VARCHAR(64) NOT NULL,
    last_seq INTEGER DEFAULT '0' NOT NULL,
    published_seq INTEGER DEFAULT '0' NOT NULL,
    drain_holder VARCHAR(36),
    drain_until VARCHAR(32),
    PRIMARY KEY (id),
    UNIQUE (slug)
);
CREATE TABLE room_type (
    hotel_id INTEGER NOT NULL,
    code VARCHAR(32) NOT NULL,
    PRIMARY KEY (hotel_id, code),
    FOREIGN KEY(hotel_id) REFERENCES hotel (id)
);
CREATE TABLE staff (
    hotel_id INTEGER NOT NULL,
    code VARCHAR(32) NOT NULL,
    name VARCHAR(200) NOT NULL,
    role VARCHAR(16) NOT NULL,
    is_active BOOLEAN NOT NULL,
    pin_hash VARCHAR(200),
    signed_in_at VARCHAR(32),
    signed_in_before VARCHAR(32),
    PRIMARY KEY (hotel_id, code),
    FOREIGN KEY(hotel_id) REFERENCES hotel (id)
);
CREATE TABLE staff_wrong_pin (
    hotel_id INTEGER NOT NULL,
    code_key VARCHAR(64) NOT NULL,
    count INTEGER NOT NULL,
    tried_at VARCHAR(32) NOT NULL,
    PRIMARY KEY (hotel_id, code_key),
    FOREIGN KEY(hotel_id) REFERENCES hotel (id)
);
CREATE TABLE refused_publication (
    hotel_id INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    reason TEXT NOT NULL,
    refused_at VARCHAR(32) NOT NULL,
    PRIMARY KEY (hotel_id, seq),
    FOREIGN KEY(hotel_id) REFERENCES hotel (id)
);
CREATE TABLE fail_reason (
    hotel_id INTEGER NOT NULL,
    digit INTEGER NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (hotel_id, digit),
    FOREIGN KEY(hotel_id) REFERENCES hotel (id)
);
CREATE TABLE room_type_inventory (
    hotel_id INTEGER NOT NULL,
    room_type VARCHAR(32) NOT NULL,
    night DATE NOT NULL,
    stop_sell BOOLEAN NOT NULL,
    total INTEGER,
    PRIMARY KEY (hotel_id, room_type, night),
    FOREIGN KEY(hotel_id, room_type) REFERENCES room_type (hotel_id, code)
);
CREATE TABLE room (
    id INTEGER NOT NULL,
    hotel_id INTEGER NOT NULL,
    number VARCHAR(32) NOT NULL,
    room_type VARCHAR(32) NOT NULL,
    floor INTEGER NOT NULL,
    section VARCHAR(64) NOT NULL,
    turn_status VARCHAR(24) NOT NULL,
    status_since VARCHAR(32) NOT NULL,
    version INTEGER NOT NULL,
    is_active BOOLEAN NOT NULL,
    is_occupied BOOLEAN NOT NULL,
    maintenance_required BOOLEAN NOT NULL,
    maintenance_priority VARCHAR(4),
    maintenance_notes TEXT NOT NULL,
    is_out_of_order BOOLEAN NOT NULL,
    out_of_order_reason TEXT NOT NULL,
    out_of_order_until DATE,
    housekeeping_notes TEXT NOT NULL,
    fail_reason TEXT NOT NULL,
    attendant VARCHAR(32),
    last_cleaned_at VARCHAR(32),
    cleaned_by VARCHAR(32),
    last_inspected_at VARCHAR(32),
    inspected_by VARCHAR(32),
    pin VARCHAR(6) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (hotel_id, number),
    UNIQUE (hotel_id, pin),
    FOREIGN KEY(hotel_id, room_type) REFERENCES room_type (hotel_id, code),
    FOREIGN KEY(hotel_id, attendant) REFERENCES staff (hotel_id, code),
    FOREIGN KEY(hotel_id, cleaned_by) REFERENCES staff (hotel_id, code),
    FOREIGN KEY(hotel_id, inspected_by) REFERENCES staff (hotel_id, code),
    FOREIGN KEY(hotel_id) REFERENCES hotel (id)
);
CREATE TABLE inspection_round (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    hotel_id INTEGER NOT NULL,
    act_id VARCHAR(36) NOT NULL,
    started_by VARCHAR(32) NOT NULL,
    started_at VARCHAR(32) NOT NULL,
    walking_order VARCHAR(16) NOT NULL,
    finished_at VARCHAR(32),
    FOREIGN KEY(hotel_id, started_by) REFERENCES staff (hotel_id, code),
    FOREIGN KEY(hotel_id) REFERENCES hotel (id),
    UNIQUE (act_id)
);
CREATE INDEX inspection_round_by_hotel ON inspection_round (hotel_id, finished_at);
CREATE TABLE checklist_item (
    hotel_id INTEGER NOT NULL,
    room_type VARCHAR(32) NOT NULL,
    position INTEGER NOT NULL,
    item TEXT NOT NULL,
    PRIMARY KEY (hotel_id, room_type, position),
    FOREIGN KEY(hotel_id, room_type) REFERENCES room_type (hotel_id, code)
);
CREATE TABLE handover_note (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    hotel_id INTEGER NOT NULL,
    act_id VARCHAR(36) NOT NULL,
    body TEXT NOT NULL,
    written_by VARCHAR(32) NOT NULL,
    written_at VARCHAR(32) NOT NULL,
    ticked_by VARCHAR(32),
    ticked_at VARCHAR(32),
    FOREIGN KEY(hotel_id, written_by) REFERENCES staff (hotel_id, code),
    FOREIGN KEY(hotel_id, ticked_by) REFERENCES staff (hotel_id, code),
    FOREIGN KEY(hotel_id) REFERENCES hotel (id),
    UNIQUE (act_id)
);
CREATE INDEX handover_note_by_hotel ON handover_note (hotel_id, ticked_at);
CREATE TABLE out_of_order_range (
    id INTEGER NOT NULL,
    room_id INTEGER NOT NULL,
    starts DATE NOT NULL,
    ends DATE,
    is_open BOOLEAN NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(room_id) REFERENCES room (id)
);
CREATE INDEX ix_out_of_order_range_room_id ON out_of_order_range (room_id);
CREATE TABLE booking (
    id INTEGER NOT NULL,
    hotel_id INTEGER NOT NULL,
    reference VARCHAR(64) NOT NULL,
    room_type VARCHAR(32) NOT NULL,
    arrival DATE NOT NULL,
    departure DATE NOT NULL,
    adults INTEGER NOT NULL,
    children INTEGER NOT NULL,
    status VARCHAR(16) NOT NULL,
    room_id INTEGER,
    guest_name TEXT,
    late_checkout TIME,
    completed_at VARCHAR(32),
    PRIMARY KEY (id),
    CHECK (departure >= arrival),
    UNIQUE (hotel_id, reference),
    FOREIGN KEY(hotel_id, room_type) REFERENCES room_type (hotel_id, code),
    FOREIGN KEY(hotel_id) REFERENCES hotel (id),
    FOREIGN KEY(room_id) REFERENCES room (id)
);
CREATE INDEX booking_by_arrival ON booking (hotel_id, status, arrival);
CREATE INDEX booking_by_room ON booking (room_id, status, arrival);
CREATE UNIQUE INDEX booking_one_stay_a_room ON booking (room_id) WHERE status = 'CHECKED_IN';
CREATE TABLE guest_chat_session (
    id INTEGER NOT NULL,
    room_id INTEGER NOT NULL,
    token_digest VARCHAR(64) NOT NULL,
    fcm_token TEXT,
    opened_at VARCHAR(32) NOT NULL,
    expires_at VARCHAR(32) NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(room_id) REFERENCES room (id),
    UNIQUE (token_digest)
);
CREATE INDEX ix_guest_chat_session_room_id ON guest_chat_session (room_id);
CREATE TABLE wrong_pin (
    id INTEGER NOT NULL,
    room_id INTEGER NOT NULL,
    tried_at VARCHAR(32) NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(room_id) REFERENCES room (id)
);
CREATE INDEX ix_wrong_pin_room_id ON wrong_pin (room_id);
CREATE TABLE conversation (
    id INTEGER NOT NULL,
    room_id INTEGER NOT NULL,
    opened_at VARCHAR(32) NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(room_id) REFERENCES room (id)
);
CREATE INDEX ix_conversation_room_id ON conversation (room_id);
CREATE TABLE room_order (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    room_id INTEGER NOT NULL,
    created_at VARCHAR(32) NOT NULL,
    completed_at VARCHAR(32),
    FOREIGN KEY(room_id) REFERENCES room (id)
);
CREATE INDEX ix_room_order_room_id ON room_order (room_id);
CREATE TABLE breakfast_order (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    room_id INTEGER NOT NULL,
    created_at VARCHAR(32) NOT NULL,
    completed_at VARCHAR(32),
    FOREIGN KEY(room_id) REFERENCES room (id)
);
CREATE INDEX ix_breakfast_order_room_id ON breakfast_order (room_id);
CREATE TABLE room_event (
    hotel_id INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    event_id VARCHAR(36) NOT NULL,
    act_id VARCHAR(36) NOT NULL,
    room_id INTEGER NOT NULL,
    kind VARCHAR(32) NOT NULL,
    from_status VARCHAR(24) NOT NULL,
    to_status VARCHAR(24) NOT NULL,
    staff_code VARCHAR(32) NOT NULL,
    staff_name VARCHAR(200) NOT NULL,
    source VARCHAR(16) NOT NULL,
    via VARCHAR(16) NOT NULL,
    note TEXT NOT NULL,
    room_version INTEGER NOT NULL,
    at VARCHAR(32) NOT NULL,
    real_at VARCHAR(32) NOT NULL,
    snapshot TEXT NOT NULL,
    "before" TEXT NOT NULL,
    deleted TEXT,
    undoes_seq INTEGER,
    PRIMARY KEY (hotel_id, seq),
    FOREIGN KEY(hotel_id) REFERENCES hotel (id),
    UNIQUE (event_id),
    FOREIGN KEY(room_id) REFERENCES room (id)
)
 WITHOUT ROWID;
CREATE UNIQUE INDEX room_event_undone_once ON room_event (hotel_id, undoes_seq) WHERE undoes_seq IS NOT NULL;
CREATE INDEX room_event_by_room ON room_event (room_id, seq);
CREATE INDEX room_event_by_kind ON room_event (room_id, kind, seq);
CREATE INDEX room_event_by_time ON room_event (hotel_id, at);
CREATE INDEX room_event_by_staff ON room_event (hotel_id, staff_code, real_at);
CREATE INDEX ix_room_event_act_id ON room_event (act_id);
CREATE TABLE inspection_round_room (
    round_id INTEGER NOT NULL,
    room_id INTEGER NOT NULL,
    visit INTEGER NOT NULL,
    state VARCHAR(8) NOT NULL,
    joined_at VARCHAR(32) NOT NULL,
    staff_code VARCHAR(32),
    at VARCHAR(32),
    seconds INTEGER NOT NULL,
    event_id VARCHAR(36),
    claimed_by VARCHAR(32),
    claimed_at VARCHAR(32),
    PRIMARY KEY (round_id, room_id, visit),
    FOREIGN KEY(round_id) REFERENCES inspection_round (id),
    FOREIGN KEY(room_id) REFERENCES room (id)
)
 WITHOUT ROWID;
CREATE TABLE guest (
    id INTEGER NOT NULL,
    hotel_id INTEGER NOT NULL,
    booking_id INTEGER NOT NULL,
    name TEXT,
    arrived_at VARCHAR(32) NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(hotel_id) REFERENCES hotel (id),
    FOREIGN KEY(booking_id) REFERENCES booking (id)
);
CREATE INDEX ix_guest_booking_id ON guest (booking_id);
CREATE TABLE conversation_participant (
    id INTEGER NOT NULL,
    conversation_id INTEGER NOT NULL,
    session_id INTEGER,
    hotel_id INTEGER,
    staff_code VARCHAR(32),
    PRIMARY KEY (id),
    FOREIGN KEY(hotel_id, staff_code) REFERENCES staff (hotel_id, code),
    FOREIGN KEY(conversation_id) REFERENCES conversation (id) ON DELETE CASCADE,
    FOREIGN KEY(session_id) REFERENCES guest_chat_session (id) ON DELETE CASCADE
);
CREATE INDEX ix_conversation_participant_conversation_id ON conversation_participant (conversation_id);
CREATE INDEX ix_conversation_participant_session_id ON conversation_participant (session_id);
CREATE TABLE room_message (
    conversation_id INTEGER NOT NULL,
    id INTEGER NOT NULL,
    sender VARCHAR(8) NOT NULL,
    staff_name VARCHAR(200),
    body TEXT NOT NULL,
    sent_at VARCHAR(32) NOT NULL,
    PRIMARY KEY (conversation_id, id),
    FOREIGN KEY(conversation_id) REFERENCES conversation (id) ON DELETE CASCADE
)
 WITHOUT ROWID;
CREATE TABLE room_order_item (
    order_id INTEGER NOT NULL,
    line INTEGER NOT NULL,
    name TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    PRIMARY KEY (order_id, line),
    FOREIGN KEY(order_id) REFERENCES room_order (id) ON DELETE CASCADE
)
 WITHOUT ROWID;
CREATE TABLE breakfast_order_item (
    order_id INTEGER NOT NULL,
    line INTEGER NOT NULL,
    name TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    PRIMARY KEY (order_id, line),
    FOREIGN KEY(order_id) REFERENCES breakfast_order (id) ON DELETE CASCADE
)
 WITHOUT ROWID;
CREATE TABLE guest_room (
    guest_id INTEGER NOT NULL,
    room_id INTEGER NOT NULL,
    PRIMARY KEY (guest_id, room_id),
    FOREIGN KEY(guest_id) REFERENCES guest (id) ON DELETE CASCADE,
    FOREIGN KEY(room_id) REFERENCES room (id)
)
 WITHOUT ROWID;
CREATE INDEX guest_room_by_room ON guest_room (room_id);
