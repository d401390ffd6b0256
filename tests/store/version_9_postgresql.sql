CREATE TABLE booking (
    id bigint NOT NULL,
    hotel_id bigint NOT NULL,
    reference character varying(64) NOT NULL COLLATE pg_catalog."C",
    room_type character varying(32) NOT NULL COLLATE pg_catalog."C",
    arrival date NOT NULL,
    departure date NOT NULL,
    adults bigint NOT NULL,
    children bigint NOT NULL,
    status character varying(16) NOT NULL,
    room_id bigint,
    guest_name bytea,
    late_checkout time without time zone,
    completed_at timestamp with time zone,
    key_number bigint,
    CONSTRAINT booking_check CHECK ((departure >= arrival))
);
ALTER TABLE ONLY booking ALTER COLUMN guest_name SET STATISTICS 0;
CREATE SEQUENCE booking_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE booking_id_seq OWNED BY booking.id;
CREATE TABLE breakfast_order (
    id bigint NOT NULL,
    room_id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    completed_at timestamp with time zone,
    act_id character varying(36)
);
CREATE SEQUENCE breakfast_order_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE breakfast_order_id_seq OWNED BY breakfast_order.id;
CREATE TABLE breakfast_order_item (
    order_id bigint NOT NULL,
    line bigint NOT NULL,
    name bytea NOT NULL,
    quantity bigint NOT NULL
);
ALTER TABLE ONLY breakfast_order_item ALTER COLUMN name SET STATISTICS 0;
CREATE TABLE checklist_item (
    hotel_id bigint NOT NULL,
    room_type character varying(32) NOT NULL COLLATE pg_catalog."C",
    "position" bigint NOT NULL,
    item text NOT NULL
);
ALTER TABLE ONLY checklist_item ALTER COLUMN item SET STATISTICS 0;
CREATE TABLE conversation (
    id bigint NOT NULL,
    room_id bigint NOT NULL,
    opened_at timestamp with time zone NOT NULL
);
CREATE TABLE conversation_participant (
    id bigint NOT NULL,
    conversation_id bigint NOT NULL,
    session_id bigint,
    hotel_id bigint,
    staff_code character varying(32)
);
CREATE SEQUENCE conversation_participant_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE conversation_participant_id_seq OWNED BY conversation_participant.id;
CREATE TABLE database_mark (
    database_id character varying(36) NOT NULL,
    generation bigint NOT NULL,
    erasure_asked bigint DEFAULT '0'::bigint NOT NULL,
    erasure_asked_at timestamp with time zone,
    erasure_done bigint DEFAULT '0'::bigint NOT NULL,
    erasure_holder character varying(36),
    erasure_until timestamp with time zone,
    key_count bigint DEFAULT '0'::bigint NOT NULL,
    moved_to text,
    moved_at timestamp with time zone,
    arriving_from character varying(36),
    cli_pin boolean DEFAULT false NOT NULL,
    last_guest_id bigint DEFAULT '0'::bigint NOT NULL
);
ALTER TABLE ONLY database_mark ALTER COLUMN moved_to SET STATISTICS 0;
CREATE TABLE erasure_run (
    id bigint NOT NULL,
    covers bigint NOT NULL,
    started_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone NOT NULL,
    took_ms bigint NOT NULL,
    waited_ms bigint NOT NULL,
    file_bytes bigint NOT NULL
);
CREATE SEQUENCE erasure_run_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE erasure_run_id_seq OWNED BY erasure_run.id;
CREATE TABLE fail_reason (
    hotel_id bigint NOT NULL,
    digit bigint NOT NULL,
    reason text NOT NULL
);
ALTER TABLE ONLY fail_reason ALTER COLUMN reason SET STATISTICS 0;
CREATE TABLE guest (
    id bigint NOT NULL,
    hotel_id bigint NOT NULL,
    booking_id bigint NOT NULL,
    name bytea,
    arrived_at timestamp with time zone NOT NULL
);
ALTER TABLE ONLY guest ALTER COLUMN name SET STATISTICS 0;
CREATE TABLE guest_chat_session (
    id bigint NOT NULL,
    room_id bigint NOT NULL,
    token_digest character varying(64) NOT NULL,
    fcm_token bytea,
    opened_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL
);
ALTER TABLE ONLY guest_chat_session ALTER COLUMN fcm_token SET STATISTICS 0;
CREATE TABLE guest_room (
    guest_id bigint NOT NULL,
    room_id bigint NOT NULL
);
CREATE TABLE handover_note (
    id bigint NOT NULL,
    hotel_id bigint NOT NULL,
    act_id character varying(36) NOT NULL,
    body text NOT NULL,
    written_by character varying(32) NOT NULL,
    written_at timestamp with time zone NOT NULL,
    ticked_by character varying(32),
    ticked_at timestamp with time zone
);
ALTER TABLE ONLY handover_note ALTER COLUMN body SET STATISTICS 0;
CREATE SEQUENCE handover_note_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE handover_note_id_seq OWNED BY handover_note.id;
CREATE TABLE hotel (
    id bigint NOT NULL,
    slug character varying(64) NOT NULL COLLATE pg_catalog."C",
    name character varying(200) NOT NULL,
    timezone character varying(64) NOT NULL,
    last_seq bigint DEFAULT '0'::bigint NOT NULL,
    published_seq bigint DEFAULT '0'::bigint NOT NULL,
    drain_holder character varying(36),
    drain_until timestamp with time zone
);
CREATE TABLE hotel_event (
    hotel_id bigint NOT NULL,
    number bigint NOT NULL,
    act_id character varying(36) NOT NULL,
    kind character varying(32) NOT NULL,
    staff_code character varying(32) NOT NULL,
    staff_name character varying(200) NOT NULL,
    via character varying(16) NOT NULL,
    note text NOT NULL,
    counts text NOT NULL,
    at timestamp with time zone NOT NULL,
    real_at timestamp with time zone NOT NULL,
    after_seq bigint NOT NULL
);
ALTER TABLE ONLY hotel_event ALTER COLUMN note SET STATISTICS 0;
ALTER TABLE ONLY hotel_event ALTER COLUMN counts SET STATISTICS 0;
CREATE SEQUENCE hotel_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE hotel_id_seq OWNED BY hotel.id;
CREATE TABLE inspection_round (
    id bigint NOT NULL,
    hotel_id bigint NOT NULL,
    act_id character varying(36) NOT NULL,
    started_by character varying(32) NOT NULL,
    started_at timestamp with time zone NOT NULL,
    walking_order character varying(16) NOT NULL,
    finished_at timestamp with time zone
);
CREATE SEQUENCE inspection_round_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE inspection_round_id_seq OWNED BY inspection_round.id;
CREATE TABLE inspection_round_room (
    round_id bigint NOT NULL,
    room_id bigint NOT NULL,
    visit bigint NOT NULL,
    state character varying(8) NOT NULL,
    joined_at timestamp with time zone NOT NULL,
    staff_code character varying(32),
    at timestamp with time zone,
    seconds bigint NOT NULL,
    event_id character varying(36),
    claimed_by character varying(32),
    claimed_at timestamp with time zone
);
CREATE TABLE key_erasure (
    number bigint NOT NULL
);
CREATE TABLE out_of_order_range (
    id bigint NOT NULL,
    room_id bigint NOT NULL,
    starts date NOT NULL,
    ends date,
    is_open boolean NOT NULL
);
CREATE SEQUENCE out_of_order_range_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE out_of_order_range_id_seq OWNED BY out_of_order_range.id;
CREATE TABLE refused_publication (
    hotel_id bigint NOT NULL,
    seq bigint NOT NULL,
    reason text NOT NULL,
    refused_at timestamp with time zone NOT NULL
);
ALTER TABLE ONLY refused_publication ALTER COLUMN reason SET STATISTICS 0;
CREATE TABLE room (
    id bigint NOT NULL,
    hotel_id bigint NOT NULL,
    number character varying(32) NOT NULL COLLATE pg_catalog."C",
    room_type character varying(32) NOT NULL COLLATE pg_catalog."C",
    floor bigint NOT NULL,
    section character varying(64) NOT NULL,
    turn_status character varying(24) NOT NULL,
    status_since timestamp with time zone NOT NULL,
    version bigint NOT NULL,
    is_active boolean NOT NULL,
    is_occupied boolean NOT NULL,
    maintenance_required boolean NOT NULL,
    maintenance_priority character varying(4),
    maintenance_notes text NOT NULL,
    is_out_of_order boolean NOT NULL,
    out_of_order_reason text NOT NULL,
    out_of_order_until date,
    housekeeping_notes text NOT NULL,
    fail_reason text NOT NULL,
    attendant character varying(32),
    last_cleaned_at timestamp with time zone,
    cleaned_by character varying(32),
    last_inspected_at timestamp with time zone,
    inspected_by character varying(32),
    pin character varying(6) NOT NULL,
    key_number bigint,
    messages_waiting bigint DEFAULT '0'::bigint NOT NULL,
    messages_waiting_since timestamp with time zone,
    orders_open bigint DEFAULT '0'::bigint NOT NULL,
    orders_open_since timestamp with time zone
);
ALTER TABLE ONLY room ALTER COLUMN maintenance_notes SET STATISTICS 0;
ALTER TABLE ONLY room ALTER COLUMN out_of_order_reason SET STATISTICS 0;
ALTER TABLE ONLY room ALTER COLUMN housekeeping_notes SET STATISTICS 0;
ALTER TABLE ONLY room ALTER COLUMN fail_reason SET STATISTICS 0;
CREATE TABLE room_event (
    hotel_id bigint NOT NULL,
    seq bigint NOT NULL,
    event_id character varying(36) NOT NULL,
    act_id character varying(36) NOT NULL,
    room_id bigint NOT NULL,
    kind character varying(32) NOT NULL,
    from_status character varying(24) NOT NULL,
    to_status character varying(24) NOT NULL,
    staff_code character varying(32) NOT NULL,
    staff_name character varying(200) NOT NULL,
    source character varying(16) NOT NULL,
    via character varying(16) NOT NULL,
    note text NOT NULL,
    room_version bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    real_at timestamp with time zone NOT NULL,
    snapshot text NOT NULL,
    before text NOT NULL,
    deleted text,
    undoes_seq bigint
);
ALTER TABLE ONLY room_event ALTER COLUMN note SET STATISTICS 0;
ALTER TABLE ONLY room_event ALTER COLUMN snapshot SET STATISTICS 0;
ALTER TABLE ONLY room_event ALTER COLUMN before SET STATISTICS 0;
ALTER TABLE ONLY room_event ALTER COLUMN deleted SET STATISTICS 0;
CREATE SEQUENCE room_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE room_id_seq OWNED BY room.id;
CREATE TABLE room_message (
    conversation_id bigint NOT NULL,
    id bigint NOT NULL,
    sender character varying(8) NOT NULL,
    staff_name character varying(200),
    body bytea NOT NULL,
    sent_at timestamp with time zone NOT NULL,
    act_id character varying(36)
);
ALTER TABLE ONLY room_message ALTER COLUMN body SET STATISTICS 0;
CREATE TABLE room_order (
    id bigint NOT NULL,
    room_id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    completed_at timestamp with time zone,
    act_id character varying(36)
);
CREATE SEQUENCE room_order_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE room_order_id_seq OWNED BY room_order.id;
CREATE TABLE room_order_item (
    order_id bigint NOT NULL,
    line bigint NOT NULL,
    name bytea NOT NULL,
    quantity bigint NOT NULL
);
ALTER TABLE ONLY room_order_item ALTER COLUMN name SET STATISTICS 0;
CREATE TABLE room_type (
    hotel_id bigint NOT NULL,
    code character varying(32) NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE room_type_inventory (
    hotel_id bigint NOT NULL,
    room_type character varying(32) NOT NULL COLLATE pg_catalog."C",
    night date NOT NULL,
    stop_sell boolean NOT NULL,
    total bigint
);
CREATE TABLE schema_version (
    version bigint NOT NULL,
    applied_at timestamp with time zone NOT NULL
);
CREATE SEQUENCE schema_version_version_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE schema_version_version_seq OWNED BY schema_version.version;
CREATE TABLE staff (
    hotel_id bigint NOT NULL,
    code character varying(32) NOT NULL COLLATE pg_catalog."C",
    name character varying(200) NOT NULL,
    role character varying(16) NOT NULL,
    is_active boolean NOT NULL,
    pin_hash character varying(200),
    signed_in_at timestamp with time zone,
    signed_in_before timestamp with time zone,
    act_id character varying(36),
    one_time_code_hash character varying(200),
    one_time_code_until timestamp with time zone
);
CREATE TABLE staff_wrong_pin (
    hotel_id bigint NOT NULL,
    code_key character varying(64) NOT NULL,
    count bigint NOT NULL,
    tried_at timestamp with time zone NOT NULL,
    boot character varying(64),
    up_seconds double precision DEFAULT '0'::double precision NOT NULL
);
CREATE TABLE wrong_pin (
    id bigint NOT NULL,
    room_id bigint NOT NULL,
    tried_at timestamp with time zone NOT NULL,
    boot character varying(64),
    up_seconds double precision DEFAULT '0'::double precision NOT NULL
);
CREATE SEQUENCE wrong_pin_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE wrong_pin_id_seq OWNED BY wrong_pin.id;
ALTER TABLE ONLY booking ALTER COLUMN id SET DEFAULT nextval('booking_id_seq'::regclass);
ALTER TABLE ONLY breakfast_order ALTER COLUMN id SET DEFAULT nextval('breakfast_order_id_seq'::regclass);
ALTER TABLE ONLY conversation_participant ALTER COLUMN id SET DEFAULT nextval('conversation_participant_id_seq'::regclass);
ALTER TABLE ONLY erasure_run ALTER COLUMN id SET DEFAULT nextval('erasure_run_id_seq'::regclass);
ALTER TABLE ONLY handover_note ALTER COLUMN id SET DEFAULT nextval('handover_note_id_seq'::regclass);
ALTER TABLE ONLY hotel ALTER COLUMN id SET DEFAULT nextval('hotel_id_seq'::regclass);
ALTER TABLE ONLY inspection_round ALTER COLUMN id SET DEFAULT nextval('inspection_round_id_seq'::regclass);
ALTER TABLE ONLY out_of_order_range ALTER COLUMN id SET DEFAULT nextval('out_of_order_range_id_seq'::regclass);
ALTER TABLE ONLY room ALTER COLUMN id SET DEFAULT nextval('room_id_seq'::regclass);
ALTER TABLE ONLY room_order ALTER COLUMN id SET DEFAULT nextval('room_order_id_seq'::regclass);
ALTER TABLE ONLY schema_version ALTER COLUMN version SET DEFAULT nextval('schema_version_version_seq'::regclass);
ALTER TABLE ONLY wrong_pin ALTER COLUMN id SET DEFAULT nextval('wrong_pin_id_seq'::regclass);
INSERT INTO booking VALUES (2, 1, 'R2', 'STD', '2026-11-21', '2026-11-23', 2, 0, 'CONFIRMED', 3, NULL, NULL, NULL, NULL);
INSERT INTO booking VALUES (1, 1, 'R1', 'STD', '2026-11-21', '2026-11-23', 2, 0, 'COMPLETED', 1, NULL, '13:30:00', '2026-11-21 11:36:20.023446+00', NULL);
INSERT INTO database_mark VALUES ('7d12a720-4ebf-4478-8480-718eed111574', 5, 2, '2026-11-21 11:36:20.023446+00', 0, NULL, NULL, 1, NULL, NULL, NULL, false, 1);
INSERT INTO hotel VALUES (1, 'grand', 'Grand Hotel', 'Europe/Lisbon', 16, 0, NULL, NULL);
INSERT INTO inspection_round VALUES (1, 1, '2b1e1885-283b-43a6-ac2e-a417b99de255', 'maria', '2026-11-21 11:15:00.013574+00', 'BY_FLOOR', NULL);
INSERT INTO inspection_round_room VALUES (1, 2, 1, 'PASSED', '2026-11-21 11:15:00.013574+00', 'maria', '2026-11-21 11:21:20.017276+00', 180, '3dae9bf6-4749-5858-bbf8-3cb251a63311', NULL, NULL);
INSERT INTO out_of_order_range VALUES (1, 6, '2026-11-21', '2026-11-23', true);
INSERT INTO room VALUES (3, 1, '103', 'STD', 1, 'East', 'AVAILABLE', '2026-11-21 10:45:00.001234+00', 1, true, false, false, NULL, '', false, '', NULL, '', '', NULL, NULL, NULL, NULL, NULL, 'NXQQAV', NULL, 0, NULL, 0, NULL);
INSERT INTO room VALUES (5, 1, '201', 'DLX', 2, 'East', 'AVAILABLE', '2026-11-21 10:45:00.001234+00', 1, true, false, false, NULL, '', false, '', NULL, '', '', NULL, NULL, NULL, NULL, NULL, '3EAQ3Q', NULL, 0, NULL, 0, NULL);
INSERT INTO room VALUES (6, 1, '202', 'DLX', 2, 'East', 'AVAILABLE', '2026-11-21 11:24:20.01851+00', 2, true, false, false, NULL, '', true, 'pipe', '2026-11-23', '', '', NULL, NULL, NULL, NULL, NULL, 'CFWMA7', NULL, 0, NULL, 0, NULL);
INSERT INTO room VALUES (4, 1, '104', 'STD', 1, 'East', 'AVAILABLE', '2026-11-21 11:27:20.019744+00', 2, true, false, true, 'HIGH', 'no light', false, '', NULL, '', '', NULL, NULL, NULL, NULL, NULL, '9FFMEE', NULL, 0, NULL, 0, NULL);
INSERT INTO room VALUES (2, 1, '1O2', 'STD', 1, 'East', 'READY_FOR_GUEST', '2026-11-21 11:21:20.017276+00', 7, true, false, false, NULL, '', false, '', NULL, '[redacted] (Ana Reis 2026-11-21 11:00)
extra towels (Ana Reis 2026-11-21 11:03)', '', NULL, '2026-11-21 11:12:00.01234+00', 'ana', '2026-11-21 11:21:20.017276+00', 'maria', '3KQC6M', NULL, 0, NULL, 0, NULL);
INSERT INTO room VALUES (1, 1, '101', 'STD', 1, 'East', 'CHECKOUT_DIRTY', '2026-11-21 11:36:20.023446+00', 3, true, false, false, NULL, '', false, '', NULL, '', '', NULL, NULL, NULL, NULL, NULL, 'NXMGMP', NULL, 0, NULL, 0, NULL);
INSERT INTO room_event VALUES (1, 1, '4225596e-df52-5fe9-a332-e3999d11d813', '4462ebfc-5f91-4ef0-9cfb-ac6e7687a66e', 1, 'CHECKED_IN', 'AVAILABLE', 'OCCUPIED', 'desk', 'Dora Lima', 'FRONT_DESK', 'BOARD', '', 2, '2026-11-21 10:51:00.003702+00', '2026-11-21 10:51:00.003702+00', '{"room_number":"101","room_type":"STD","floor":1,"section":"East","room_status":"OCCUPIED","turn_status":"AVAILABLE","status_since":"2026-11-21T10:51:00.003702+00:00","is_active":true,"is_occupied":true,"is_bookable":false,"maintenance_required":false,"maintenance_priority":null,"maintenance_notes":"","is_out_of_order":false,"out_of_order_reason":"","out_of_order_until":null,"housekeeping_notes":"","fail_reason":"","attendant":null,"last_cleaned_at":null,"cleaned_by":null,"last_inspected_at":null,"inspected_by":null,"messages_waiting":0,"messages_waiting_since":null,"orders_open":0,"orders_open_since":null,"arrival":"2026-11-21","departure":"2026-11-23","late_checkout":null,"next_arrival":null,"version":2}', '{"room_status":"AVAILABLE","status_since":"2026-11-21T10:45:00.001234+00:00","is_occupied":false,"is_bookable":true,"arrival":null,"departure":null,"version":1}', NULL, NULL);
INSERT INTO room_event VALUES (1, 2, '85425c11-27fd-5728-9a51-2bb9e53041dd', 'ad38835e-ddd6-4f55-afa7-3207237751aa', 1, 'LATE_CHECKOUT_SET', 'OCCUPIED', 'OCCUPIED', 'desk', 'Dora Lima', 'FRONT_DESK', 'BOARD', '', 2, '2026-11-21 10:54:00.004936+00', '2026-11-21 10:54:00.004936+00', '{"room_number":"101","room_type":"STD","floor":1,"section":"East","room_status":"OCCUPIED","turn_status":"AVAILABLE","status_since":"2026-11-21T10:51:00.003702+00:00","is_active":true,"is_occupied":true,"is_bookable":false,"maintenance_required":false,"maintenance_priority":null,"maintenance_notes":"","is_out_of_order":false,"out_of_order_reason":"","out_of_order_until":null,"housekeeping_notes":"","fail_reason":"","attendant":null,"last_cleaned_at":null,"cleaned_by":null,"last_inspected_at":null,"inspected_by":null,"messages_waiting":0,"messages_waiting_since":null,"orders_open":0,"orders_open_since":null,"arrival":"2026-11-21","departure":"2026-11-23","late_checkout":"13:30:00","next_arrival":null,"version":2}', '{"late_checkout":null}', NULL, NULL);
INSERT INTO room_event VALUES (1, 3, '2040381c-1a55-5d41-b604-916628d5ff8b', 'c24e8658-3a10-4807-a6c3-8cf97740a475', 1, 'GUEST_ORDERED', 'OCCUPIED', 'OCCUPIED', 'SYSTEM', 'System', 'SYSTEM', 'COMMAND_LINE', '', 2, '2026-11-21 10:57:00.00617+00', '2026-11-21 10:57:00.00617+00', '{"room_number":"101","room_type":"STD","floor":1,"section":"East","room_status":"OCCUPIED","turn_status":"AVAILABLE","status_since":"2026-11-21T10:51:00.003702+00:00","is_active":true,"is_occupied":true,"is_bookable":false,"maintenance_required":false,"maintenance_priority":null,"maintenance_notes":"","is_out_of_order":false,"out_of_order_reason":"","out_of_order_until":null,"housekeeping_notes":"","fail_reason":"","attendant":null,"last_cleaned_at":null,"cleaned_by":null,"last_inspected_at":null,"inspected_by":null,"messages_waiting":0,"messages_waiting_since":null,"orders_open":1,"orders_open_since":"2026-11-21T10:57:00.006170+00:00","arrival":"2026-11-21","departure":"2026-11-23","late_checkout":"13:30:00","next_arrival":null,"version":2}', '{"orders_open":0,"orders_open_since":null}', NULL, NULL);
INSERT INTO room_event VALUES (1, 12, '37f6090d-2d44-5844-9827-4bf144081b37', 'e323bb2a-bf00-488d-8a22-e4c76237dbe6', 6, 'TAKEN_OUT_OF_ORDER', 'AVAILABLE', 'OUT_OF_ORDER', 'max', 'Max Braun', 'HOUSEKEEPING', 'BOARD', 'pipe', 2, '2026-11-21 11:24:20.01851+00', '2026-11-21 11:24:20.01851+00', '{"room_number":"202","room_type":"DLX","floor":2,"section":"East","room_status":"OUT_OF_ORDER","turn_status":"AVAILABLE","status_since":"2026-11-21T11:24:20.018510+00:00","is_active":true,"is_occupied":false,"is_bookable":false,"maintenance_required":false,"maintenance_priority":null,"maintenance_notes":"","is_out_of_order":true,"out_of_order_reason":"pipe","out_of_order_until":"2026-11-23","housekeeping_notes":"","fail_reason":"","attendant":null,"last_cleaned_at":null,"cleaned_by":null,"last_inspected_at":null,"inspected_by":null,"messages_waiting":0,"messages_waiting_since":null,"orders_open":0,"orders_open_since":null,"arrival":null,"departure":null,"late_checkout":null,"next_arrival":null,"version":2}', '{"room_status":"AVAILABLE","status_since":"2026-11-21T10:45:00.001234+00:00","is_bookable":true,"is_out_of_order":false,"out_of_order_reason":"","out_of_order_until":null,"version":1}', NULL, NULL);
INSERT INTO room_event VALUES (1, 13, '75f51686-9c12-5356-938f-22cee41ce503', '3478442b-4a8a-4593-ab40-a9b81a070205', 4, 'MAINTENANCE_FLAGGED', 'AVAILABLE', 'MAINTENANCE_REQUIRED', 'ana', 'Ana Reis', 'HOUSEKEEPING', 'BOARD', 'no light', 2, '2026-11-21 11:27:20.019744+00', '2026-11-21 11:27:20.019744+00', '{"room_number":"104","room_type":"STD","floor":1,"section":"East","room_status":"MAINTENANCE_REQUIRED","turn_status":"AVAILABLE","status_since":"2026-11-21T11:27:20.019744+00:00","is_active":true,"is_occupied":false,"is_bookable":false,"maintenance_required":true,"maintenance_priority":"HIGH","maintenance_notes":"no light","is_out_of_order":false,"out_of_order_reason":"","out_of_order_until":null,"housekeeping_notes":"","fail_reason":"","attendant":null,"last_cleaned_at":null,"cleaned_by":null,"last_inspected_at":null,"inspected_by":null,"messages_waiting":0,"messages_waiting_since":null,"orders_open":0,"orders_open_since":null,"arrival":null,"departure":null,"late_checkout":null,"next_arrival":null,"version":2}', '{"room_status":"AVAILABLE","status_since":"2026-11-21T10:45:00.001234+00:00","is_bookable":true,"maintenance_required":false,"maintenance_priority":null,"maintenance_notes":"","version":1}', NULL, NULL);
INSERT INTO room_event VALUES (1, 8, 'a5c75e06-db59-563d-810b-fa8589972753', 'f3868254-73b7-4490-b23b-2cc4b4174a67', 2, 'CLEANED', 'CLEANING_IN_PROGRESS', 'CLEANED_UNINSPECTED', 'ana', 'Ana Reis', 'HOUSEKEEPING', 'BOARD', '', 4, '2026-11-21 11:12:00.01234+00', '2026-11-21 10:12:00.012333+00', '{"room_number":"1O2","room_type":"STD","floor":1,"section":"East","room_status":"CLEANED_UNINSPECTED","turn_status":"CLEANED_UNINSPECTED","status_since":"2026-11-21T11:12:00.012340+00:00","is_active":true,"is_occupied":false,"is_bookable":false,"maintenance_required":false,"maintenance_priority":null,"maintenance_notes":"","is_out_of_order":false,"out_of_order_reason":"","out_of_order_until":null,"housekeeping_notes":"[redacted] (Ana Reis 2026-11-21 11:00)\nextra towels (Ana Reis 2026-11-21 11:03)","fail_reason":"","attendant":null,"last_cleaned_at":"2026-11-21T11:12:00.012340+00:00","cleaned_by":"ana","last_inspected_at":null,"inspected_by":null,"messages_waiting":0,"messages_waiting_since":null,"orders_open":0,"orders_open_since":null,"arrival":null,"departure":null,"late_checkout":null,"next_arrival":null,"version":4}', '{"room_status":"CLEANING_IN_PROGRESS","turn_status":"CLEANING_IN_PROGRESS","status_since":"2026-11-21T11:09:00.011106+00:00","attendant":"ana","last_cleaned_at":null,"cleaned_by":null,"version":3}', NULL, NULL);
INSERT INTO room_event VALUES (1, 7, 'a53502c1-2695-5508-955b-c92bb028912e', '2b5ebaa0-6107-4dc3-ba6a-ce6c0a78250f', 2, 'CLEANING_STARTED', 'CHECKOUT_DIRTY', 'CLEANING_IN_PROGRESS', 'ana', 'Ana Reis', 'HOUSEKEEPING', 'BOARD', '', 3, '2026-11-21 11:09:00.011106+00', '2026-11-21 10:09:00.011099+00', '{"room_number":"1O2","room_type":"STD","floor":1,"section":"East","room_status":"CLEANING_IN_PROGRESS","turn_status":"CLEANING_IN_PROGRESS","status_since":"2026-11-21T11:09:00.011106+00:00","is_active":true,"is_occupied":false,"is_bookable":false,"maintenance_required":false,"maintenance_priority":null,"maintenance_notes":"","is_out_of_order":false,"out_of_order_reason":"","out_of_order_until":null,"housekeeping_notes":"[redacted] (Ana Reis 2026-11-21 11:00)\nextra towels (Ana Reis 2026-11-21 11:03)","fail_reason":"","attendant":"ana","last_cleaned_at":null,"cleaned_by":null,"last_inspected_at":null,"inspected_by":null,"messages_waiting":0,"messages_waiting_since":null,"orders_open":0,"orders_open_since":null,"arrival":null,"departure":null,"late_checkout":null,"next_arrival":null,"version":3}', '{"room_status":"CHECKOUT_DIRTY","turn_status":"CHECKOUT_DIRTY","status_since":"2026-11-21T11:06:00.009872+00:00","attendant":null,"version":2}', NULL, NULL);
INSERT INTO room_event VALUES (1, 9, '001304aa-649f-50aa-97dc-e8dbcfabd9d6', '21e6a46f-1c67-4ea9-8d24-3a163cee5e2c', 2, 'INSPECTION_FAILED', 'CLEANED_UNINSPECTED', 'CHECKOUT_DIRTY', 'maria', 'Maria Keller', 'HOUSEKEEPING', 'BOARD', 'hair in the bath', 5, '2026-11-21 11:18:00.014808+00', '2026-11-21 10:18:00.014801+00', '{"room_number":"1O2","room_type":"STD","floor":1,"section":"East","room_status":"CHECKOUT_DIRTY","turn_status":"CHECKOUT_DIRTY","status_since":"2026-11-21T11:18:00.014808+00:00","is_active":true,"is_occupied":false,"is_bookable":false,"maintenance_required":false,"maintenance_priority":null,"maintenance_notes":"","is_out_of_order":false,"out_of_order_reason":"","out_of_order_until":null,"housekeeping_notes":"[redacted] (Ana Reis 2026-11-21 11:00)\nextra towels (Ana Reis 2026-11-21 11:03)","fail_reason":"hair in the bath","attendant":null,"last_cleaned_at":"2026-11-21T11:12:00.012340+00:00","cleaned_by":"ana","last_inspected_at":"2026-11-21T11:18:00.014808+00:00","inspected_by":"maria","messages_waiting":0,"messages_waiting_since":null,"orders_open":0,"orders_open_since":null,"arrival":null,"departure":null,"late_checkout":null,"next_arrival":null,"version":5}', '{"room_status":"CLEANED_UNINSPECTED","turn_status":"CLEANED_UNINSPECTED","status_since":"2026-11-21T11:12:00.012340+00:00","fail_reason":"","last_inspected_at":null,"inspected_by":null,"version":4}', NULL, NULL);
INSERT INTO room_event VALUES (1, 11, '3dae9bf6-4749-5858-bbf8-3cb251a63311', 'b03da701-c632-476a-9036-3c5f972651da', 2, 'INSPECTION_PASSED', 'CLEANED_UNINSPECTED', 'READY_FOR_GUEST', 'maria', 'Maria Keller', 'HOUSEKEEPING', 'BOARD', '', 7, '2026-11-21 11:21:20.017276+00', '2026-11-21 11:21:20.017276+00', '{"room_number":"1O2","room_type":"STD","floor":1,"section":"East","room_status":"READY_FOR_GUEST","turn_status":"READY_FOR_GUEST","status_since":"2026-11-21T11:21:20.017276+00:00","is_active":true,"is_occupied":false,"is_bookable":true,"maintenance_required":false,"maintenance_priority":null,"maintenance_notes":"","is_out_of_order":false,"out_of_order_reason":"","out_of_order_until":null,"housekeeping_notes":"[redacted] (Ana Reis 2026-11-21 11:00)\nextra towels (Ana Reis 2026-11-21 11:03)","fail_reason":"","attendant":null,"last_cleaned_at":"2026-11-21T11:12:00.012340+00:00","cleaned_by":"ana","last_inspected_at":"2026-11-21T11:21:20.017276+00:00","inspected_by":"maria","messages_waiting":0,"messages_waiting_since":null,"orders_open":0,"orders_open_since":null,"arrival":null,"departure":null,"late_checkout":null,"next_arrival":null,"version":7}', '{"room_status":"CLEANED_UNINSPECTED","turn_status":"CLEANED_UNINSPECTED","status_since":"2026-11-21T11:12:00.012340+00:00","is_bookable":false,"last_inspected_at":null,"inspected_by":null,"version":6}', NULL, NULL);
INSERT INTO room_event VALUES (1, 4, 'c1461d94-4b12-5682-a748-1b99cfc550c6', '76b67451-80b6-4386-969c-803601a5ba50', 2, 'NOTED', 'AVAILABLE', 'AVAILABLE', 'ana', 'Ana Reis', 'HOUSEKEEPING', 'BOARD', '[redacted]', 1, '2026-11-21 11:00:00.007404+00', '2026-11-21 11:00:00.007404+00', '{"room_number":"1O2","room_type":"STD","floor":1,"section":"East","room_status":"AVAILABLE","turn_status":"AVAILABLE","status_since":"2026-11-21T10:45:00.001234+00:00","is_active":true,"is_occupied":false,"is_bookable":true,"maintenance_required":false,"maintenance_priority":null,"maintenance_notes":"","is_out_of_order":false,"out_of_order_reason":"","out_of_order_until":null,"housekeeping_notes":"[redacted] (Ana Reis 2026-11-21 11:00)","fail_reason":"","attendant":null,"last_cleaned_at":null,"cleaned_by":null,"last_inspected_at":null,"inspected_by":null,"messages_waiting":0,"messages_waiting_since":null,"orders_open":0,"orders_open_since":null,"arrival":null,"departure":null,"late_checkout":null,"next_arrival":null,"version":1}', '{"housekeeping_notes":""}', NULL, NULL);
INSERT INTO room_event VALUES (1, 5, '6daa7667-f96a-5903-a3ad-71070375fb59', '558298e2-14b0-44d7-9acd-8acde5f6db1d', 2, 'NOTED', 'AVAILABLE', 'AVAILABLE', 'ana', 'Ana Reis', 'HOUSEKEEPING', 'BOARD', 'extra towels', 1, '2026-11-21 11:03:00.008638+00', '2026-11-21 11:03:00.008638+00', '{"room_number":"1O2","room_type":"STD","floor":1,"section":"East","room_status":"AVAILABLE","turn_status":"AVAILABLE","status_since":"2026-11-21T10:45:00.001234+00:00","is_active":true,"is_occupied":false,"is_bookable":true,"maintenance_required":false,"maintenance_priority":null,"maintenance_notes":"","is_out_of_order":false,"out_of_order_reason":"","out_of_order_until":null,"housekeeping_notes":"[redacted] (Ana Reis 2026-11-21 11:00)\nextra towels (Ana Reis 2026-11-21 11:03)","fail_reason":"","attendant":null,"last_cleaned_at":null,"cleaned_by":null,"last_inspected_at":null,"inspected_by":null,"messages_waiting":0,"messages_waiting_since":null,"orders_open":0,"orders_open_since":null,"arrival":null,"departure":null,"late_checkout":null,"next_arrival":null,"version":1}', '{"housekeeping_notes":"[redacted] (Ana Reis 2026-11-21 11:00)"}', NULL, NULL);
INSERT INTO room_event VALUES (1, 6, 'f32e6fbd-c037-528a-b7f0-420b6809e787', 'b339a476-9ddc-46f8-afb6-fbfe8de4ab47', 2, 'PUT_BACK', 'AVAILABLE', 'CHECKOUT_DIRTY', 'ana', 'Ana Reis', 'HOUSEKEEPING', 'BOARD', '', 2, '2026-11-21 11:06:00.009872+00', '2026-11-21 11:06:00.009872+00', '{"room_number":"1O2","room_type":"STD","floor":1,"section":"East","room_status":"CHECKOUT_DIRTY","turn_status":"CHECKOUT_DIRTY","status_since":"2026-11-21T11:06:00.009872+00:00","is_active":true,"is_occupied":false,"is_bookable":false,"maintenance_required":false,"maintenance_priority":null,"maintenance_notes":"","is_out_of_order":false,"out_of_order_reason":"","out_of_order_until":null,"housekeeping_notes":"[redacted] (Ana Reis 2026-11-21 11:00)\nextra towels (Ana Reis 2026-11-21 11:03)","fail_reason":"","attendant":null,"last_cleaned_at":null,"cleaned_by":null,"last_inspected_at":null,"inspected_by":null,"messages_waiting":0,"messages_waiting_since":null,"orders_open":0,"orders_open_since":null,"arrival":null,"departure":null,"late_checkout":null,"next_arrival":null,"version":2}', '{"room_status":"AVAILABLE","turn_status":"AVAILABLE","status_since":"2026-11-21T10:45:00.001234+00:00","is_bookable":true,"version":1}', NULL, NULL);
INSERT INTO room_event VALUES (1, 14, 'bd9f04ce-381d-5b2a-b77e-2f9f400f7b68', 'cb01c357-b9c7-4435-b96b-cb8fac9abb0c', 2, 'RENAMED', 'READY_FOR_GUEST', 'READY_FOR_GUEST', 'max', 'Max Braun', 'HOUSEKEEPING', 'BOARD', 'was 102', 7, '2026-11-21 11:30:20.020978+00', '2026-11-21 11:30:20.020978+00', '{"room_number":"1O2","room_type":"STD","floor":1,"section":"East","room_status":"READY_FOR_GUEST","turn_status":"READY_FOR_GUEST","status_since":"2026-11-21T11:21:20.017276+00:00","is_active":true,"is_occupied":false,"is_bookable":true,"maintenance_required":false,"maintenance_priority":null,"maintenance_notes":"","is_out_of_order":false,"out_of_order_reason":"","out_of_order_until":null,"housekeeping_notes":"[redacted] (Ana Reis 2026-11-21 11:00)\nextra towels (Ana Reis 2026-11-21 11:03)","fail_reason":"","attendant":null,"last_cleaned_at":"2026-11-21T11:12:00.012340+00:00","cleaned_by":"ana","last_inspected_at":"2026-11-21T11:21:20.017276+00:00","inspected_by":"maria","messages_waiting":0,"messages_waiting_since":null,"orders_open":0,"orders_open_since":null,"arrival":null,"departure":null,"late_checkout":null,"next_arrival":null,"version":7}', '{"room_number":"102"}', NULL, NULL);
INSERT INTO room_event VALUES (1, 10, '3bc33a8c-c912-5752-8bc1-44b0e83ca448', 'fdb119a9-ec80-4bdf-9f29-65b3819ad93b', 2, 'UNDONE', 'CHECKOUT_DIRTY', 'CLEANED_UNINSPECTED', 'maria', 'Maria Keller', 'HOUSEKEEPING', 'BOARD', '', 6, '2026-11-21 11:18:20.016042+00', '2026-11-21 10:18:20.016035+00', '{"room_number":"1O2","room_type":"STD","floor":1,"section":"East","room_status":"CLEANED_UNINSPECTED","turn_status":"CLEANED_UNINSPECTED","status_since":"2026-11-21T11:12:00.012340+00:00","is_active":true,"is_occupied":false,"is_bookable":false,"maintenance_required":false,"maintenance_priority":null,"maintenance_notes":"","is_out_of_order":false,"out_of_order_reason":"","out_of_order_until":null,"housekeeping_notes":"[redacted] (Ana Reis 2026-11-21 11:00)\nextra towels (Ana Reis 2026-11-21 11:03)","fail_reason":"","attendant":null,"last_cleaned_at":"2026-11-21T11:12:00.012340+00:00","cleaned_by":"ana","last_inspected_at":null,"inspected_by":null,"messages_waiting":0,"messages_waiting_since":null,"orders_open":0,"orders_open_since":null,"arrival":null,"departure":null,"late_checkout":null,"next_arrival":null,"version":6}', '{"room_status":"CHECKOUT_DIRTY","turn_status":"CHECKOUT_DIRTY","status_since":"2026-11-21T11:18:00.014808+00:00","fail_reason":"hair in the bath","last_inspected_at":"2026-11-21T11:18:00.014808+00:00","inspected_by":"maria","version":5}', NULL, 9);
INSERT INTO room_event VALUES (1, 15, '7f7e2a74-b9c3-5d6c-9322-eb8c1633b7bd', 'c5c7d186-1674-418d-a3bb-41b36bf82959', 2, 'NOTE_REDACTED', 'READY_FOR_GUEST', 'READY_FOR_GUEST', 'max', 'Max Braun', 'HOUSEKEEPING', 'BOARD', '', 7, '2026-11-21 11:33:20.022212+00', '2026-11-21 11:33:20.022212+00', '{"room_number":"1O2","room_type":"STD","floor":1,"section":"East","room_status":"READY_FOR_GUEST","turn_status":"READY_FOR_GUEST","status_since":"2026-11-21T11:21:20.017276+00:00","is_active":true,"is_occupied":false,"is_bookable":true,"maintenance_required":false,"maintenance_priority":null,"maintenance_notes":"","is_out_of_order":false,"out_of_order_reason":"","out_of_order_until":null,"housekeeping_notes":"[redacted] (Ana Reis 2026-11-21 11:00)\nextra towels (Ana Reis 2026-11-21 11:03)","fail_reason":"","attendant":null,"last_cleaned_at":"2026-11-21T11:12:00.012340+00:00","cleaned_by":"ana","last_inspected_at":"2026-11-21T11:21:20.017276+00:00","inspected_by":"maria","messages_waiting":0,"messages_waiting_since":null,"orders_open":0,"orders_open_since":null,"arrival":null,"departure":null,"late_checkout":null,"next_arrival":null,"version":7}', '{"housekeeping_notes":"[redacted] (Ana Reis 2026-11-21 11:00)\nextra towels (Ana Reis 2026-11-21 11:03)"}', NULL, NULL);
INSERT INTO room_event VALUES (1, 16, '44456568-e073-53c3-a211-da25d156d58c', '6583d614-35bb-4c11-a950-27004448a6a1', 1, 'CHECKED_OUT', 'OCCUPIED', 'CHECKOUT_DIRTY', 'desk', 'Dora Lima', 'FRONT_DESK', 'BOARD', '', 3, '2026-11-21 11:36:20.023446+00', '2026-11-21 11:36:20.023446+00', '{"room_number":"101","room_type":"STD","floor":1,"section":"East","room_status":"CHECKOUT_DIRTY","turn_status":"CHECKOUT_DIRTY","status_since":"2026-11-21T11:36:20.023446+00:00","is_active":true,"is_occupied":false,"is_bookable":false,"maintenance_required":false,"maintenance_priority":null,"maintenance_notes":"","is_out_of_order":false,"out_of_order_reason":"","out_of_order_until":null,"housekeeping_notes":"","fail_reason":"","attendant":null,"last_cleaned_at":null,"cleaned_by":null,"last_inspected_at":null,"inspected_by":null,"messages_waiting":0,"messages_waiting_since":null,"orders_open":0,"orders_open_since":null,"arrival":null,"departure":null,"late_checkout":null,"next_arrival":null,"version":3}', '{"room_status":"OCCUPIED","turn_status":"AVAILABLE","status_since":"2026-11-21T10:51:00.003702+00:00","is_occupied":true,"orders_open":1,"orders_open_since":"2026-11-21T10:57:00.006170+00:00","arrival":"2026-11-21","departure":"2026-11-23","late_checkout":"13:30:00","version":2}', '{"guest_chat_sessions":0,"conversations":0,"messages":0,"guests":1,"orders":1,"breakfast_orders":0,"erasure":2}', NULL);
INSERT INTO room_type VALUES (1, 'DLX');
INSERT INTO room_type VALUES (1, 'STD');
INSERT INTO schema_version VALUES (9, '2026-11-27 23:38:58.145979+00');
INSERT INTO staff VALUES (1, 'max', 'Max Braun', 'manager', true, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO staff VALUES (1, 'desk', 'Dora Lima', 'front_desk', true, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO staff VALUES (1, 'ana', 'Ana Reis', 'attendant', true, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO staff VALUES (1, 'maria', 'Maria Keller', 'supervisor', true, NULL, NULL, NULL, NULL, NULL, NULL);
SELECT pg_catalog.setval('booking_id_seq', 2, true);
SELECT pg_catalog.setval('breakfast_order_id_seq', 1, false);
SELECT pg_catalog.setval('conversation_participant_id_seq', 1, false);
SELECT pg_catalog.setval('erasure_run_id_seq', 1, false);
SELECT pg_catalog.setval('handover_note_id_seq', 1, false);
SELECT pg_catalog.setval('hotel_id_seq', 1, true);
SELECT pg_catalog.setval('inspection_round_id_seq', 1, true);
SELECT pg_catalog.setval('out_of_order_range_id_seq', 1, true);
SELECT pg_catalog.setval('room_id_seq', 6, true);
SELECT pg_catalog.setval('room_order_id_seq', 1, true);
SELECT pg_catalog.setval('schema_version_version_seq', 1, false);
SELECT pg_catalog.setval('wrong_pin_id_seq', 1, false);
ALTER TABLE ONLY booking
    ADD CONSTRAINT booking_hotel_id_reference_key UNIQUE (hotel_id, reference);
ALTER TABLE ONLY booking
    ADD CONSTRAINT booking_pkey PRIMARY KEY (id);
ALTER TABLE ONLY breakfast_order_item
    ADD CONSTRAINT breakfast_order_item_pkey PRIMARY KEY (order_id, line);
ALTER TABLE ONLY breakfast_order
    ADD CONSTRAINT breakfast_order_pkey PRIMARY KEY (id);
ALTER TABLE ONLY checklist_item
    ADD CONSTRAINT checklist_item_pkey PRIMARY KEY (hotel_id, room_type, "position");
ALTER TABLE ONLY conversation_participant
    ADD CONSTRAINT conversation_participant_pkey PRIMARY KEY (id);
ALTER TABLE ONLY conversation
    ADD CONSTRAINT conversation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY database_mark
    ADD CONSTRAINT database_mark_pkey PRIMARY KEY (database_id);
ALTER TABLE ONLY erasure_run
    ADD CONSTRAINT erasure_run_pkey PRIMARY KEY (id);
ALTER TABLE ONLY fail_reason
    ADD CONSTRAINT fail_reason_pkey PRIMARY KEY (hotel_id, digit);
ALTER TABLE ONLY guest_chat_session
    ADD CONSTRAINT guest_chat_session_pkey PRIMARY KEY (id);
ALTER TABLE ONLY guest_chat_session
    ADD CONSTRAINT guest_chat_session_token_digest_key UNIQUE (token_digest);
ALTER TABLE ONLY guest
    ADD CONSTRAINT guest_pkey PRIMARY KEY (id);
ALTER TABLE ONLY guest_room
    ADD CONSTRAINT guest_room_pkey PRIMARY KEY (guest_id, room_id);
ALTER TABLE ONLY handover_note
    ADD CONSTRAINT handover_note_act_id_key UNIQUE (act_id);
ALTER TABLE ONLY handover_note
    ADD CONSTRAINT handover_note_pkey PRIMARY KEY (id);
ALTER TABLE ONLY hotel_event
    ADD CONSTRAINT hotel_event_hotel_id_act_id_key UNIQUE (hotel_id, act_id);
ALTER TABLE ONLY hotel_event
    ADD CONSTRAINT hotel_event_pkey PRIMARY KEY (hotel_id, number);
ALTER TABLE ONLY hotel
    ADD CONSTRAINT hotel_pkey PRIMARY KEY (id);
ALTER TABLE ONLY hotel
    ADD CONSTRAINT hotel_slug_key UNIQUE (slug);
ALTER TABLE ONLY inspection_round
    ADD CONSTRAINT inspection_round_act_id_key UNIQUE (act_id);
ALTER TABLE ONLY inspection_round
    ADD CONSTRAINT inspection_round_pkey PRIMARY KEY (id);
ALTER TABLE ONLY inspection_round_room
    ADD CONSTRAINT inspection_round_room_pkey PRIMARY KEY (round_id, room_id, visit);
ALTER TABLE ONLY key_erasure
    ADD CONSTRAINT key_erasure_pkey PRIMARY KEY (number);
ALTER TABLE ONLY out_of_order_range
    ADD CONSTRAINT out_of_order_range_pkey PRIMARY KEY (id);
ALTER TABLE ONLY refused_publication
    ADD CONSTRAINT refused_publication_pkey PRIMARY KEY (hotel_id, seq);
ALTER TABLE ONLY room_event
    ADD CONSTRAINT room_event_event_id_key UNIQUE (event_id);
ALTER TABLE ONLY room_event
    ADD CONSTRAINT room_event_pkey PRIMARY KEY (hotel_id, seq);
ALTER TABLE ONLY room
    ADD CONSTRAINT room_hotel_id_number_key UNIQUE (hotel_id, number);
ALTER TABLE ONLY room
    ADD CONSTRAINT room_hotel_id_pin_key UNIQUE (hotel_id, pin);
ALTER TABLE ONLY room_message
    ADD CONSTRAINT room_message_pkey PRIMARY KEY (conversation_id, id);
ALTER TABLE ONLY room_order_item
    ADD CONSTRAINT room_order_item_pkey PRIMARY KEY (order_id, line);
ALTER TABLE ONLY room_order
    ADD CONSTRAINT room_order_pkey PRIMARY KEY (id);
ALTER TABLE ONLY room
    ADD CONSTRAINT room_pkey PRIMARY KEY (id);
ALTER TABLE ONLY room_type_inventory
    ADD CONSTRAINT room_type_inventory_pkey PRIMARY KEY (hotel_id, room_type, night);
ALTER TABLE ONLY room_type
    ADD CONSTRAINT room_type_pkey PRIMARY KEY (hotel_id, code);
ALTER TABLE ONLY schema_version
    ADD CONSTRAINT schema_version_pkey PRIMARY KEY (version);
ALTER TABLE ONLY staff
    ADD CONSTRAINT staff_pkey PRIMARY KEY (hotel_id, code);
ALTER TABLE ONLY staff_wrong_pin
    ADD CONSTRAINT staff_wrong_pin_pkey PRIMARY KEY (hotel_id, code_key);
ALTER TABLE ONLY wrong_pin
    ADD CONSTRAINT wrong_pin_pkey PRIMARY KEY (id);
CREATE INDEX booking_by_arrival ON booking USING btree (hotel_id, status, arrival, departure);
CREATE INDEX booking_by_room ON booking USING btree (room_id, status, arrival, departure);
CREATE UNIQUE INDEX booking_one_stay_a_room ON booking USING btree (room_id) WHERE ((status)::text = 'CHECKED_IN'::text);
CREATE INDEX guest_room_by_room ON guest_room USING btree (room_id);
CREATE INDEX handover_note_by_hotel ON handover_note USING btree (hotel_id, ticked_at);
CREATE INDEX inspection_round_by_hotel ON inspection_round USING btree (hotel_id, finished_at);
CREATE INDEX ix_breakfast_order_room_id ON breakfast_order USING btree (room_id);
CREATE INDEX ix_conversation_participant_conversation_id ON conversation_participant USING btree (conversation_id);
CREATE INDEX ix_conversation_participant_session_id ON conversation_participant USING btree (session_id);
CREATE INDEX ix_conversation_room_id ON conversation USING btree (room_id);
CREATE INDEX ix_guest_booking_id ON guest USING btree (booking_id);
CREATE INDEX ix_guest_chat_session_room_id ON guest_chat_session USING btree (room_id);
CREATE INDEX ix_out_of_order_range_room_id ON out_of_order_range USING btree (room_id);
CREATE INDEX ix_room_event_act_id ON room_event USING btree (act_id);
CREATE INDEX ix_room_order_room_id ON room_order USING btree (room_id);
CREATE INDEX ix_wrong_pin_room_id ON wrong_pin USING btree (room_id);
CREATE INDEX room_event_by_kind ON room_event USING btree (room_id, kind, seq);
CREATE INDEX room_event_by_room ON room_event USING btree (room_id, seq);
CREATE INDEX room_event_by_staff ON room_event USING btree (hotel_id, staff_code, real_at);
CREATE INDEX room_event_by_time ON room_event USING btree (hotel_id, at);
CREATE UNIQUE INDEX room_event_undone_once ON room_event USING btree (hotel_id, undoes_seq) WHERE (undoes_seq IS NOT NULL);
ALTER TABLE ONLY booking
    ADD CONSTRAINT booking_hotel_id_fkey FOREIGN KEY (hotel_id) REFERENCES hotel(id);
ALTER TABLE ONLY booking
    ADD CONSTRAINT booking_hotel_id_room_type_fkey FOREIGN KEY (hotel_id, room_type) REFERENCES room_type(hotel_id, code);
ALTER TABLE ONLY booking
    ADD CONSTRAINT booking_room_id_fkey FOREIGN KEY (room_id) REFERENCES room(id);
ALTER TABLE ONLY breakfast_order_item
    ADD CONSTRAINT breakfast_order_item_order_id_fkey FOREIGN KEY (order_id) REFERENCES breakfast_order(id) ON DELETE CASCADE;
ALTER TABLE ONLY breakfast_order
    ADD CONSTRAINT breakfast_order_room_id_fkey FOREIGN KEY (room_id) REFERENCES room(id);
ALTER TABLE ONLY checklist_item
    ADD CONSTRAINT checklist_item_hotel_id_room_type_fkey FOREIGN KEY (hotel_id, room_type) REFERENCES room_type(hotel_id, code);
ALTER TABLE ONLY conversation_participant
    ADD CONSTRAINT conversation_participant_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES conversation(id) ON DELETE CASCADE;
ALTER TABLE ONLY conversation_participant
    ADD CONSTRAINT conversation_participant_hotel_id_staff_code_fkey FOREIGN KEY (hotel_id, staff_code) REFERENCES staff(hotel_id, code);
ALTER TABLE ONLY conversation_participant
    ADD CONSTRAINT conversation_participant_session_id_fkey FOREIGN KEY (session_id) REFERENCES guest_chat_session(id) ON DELETE CASCADE;
ALTER TABLE ONLY conversation
    ADD CONSTRAINT conversation_room_id_fkey FOREIGN KEY (room_id) REFERENCES room(id);
ALTER TABLE ONLY fail_reason
    ADD CONSTRAINT fail_reason_hotel_id_fkey FOREIGN KEY (hotel_id) REFERENCES hotel(id);
ALTER TABLE ONLY guest
    ADD CONSTRAINT guest_booking_id_fkey FOREIGN KEY (booking_id) REFERENCES booking(id);
ALTER TABLE ONLY guest_chat_session
    ADD CONSTRAINT guest_chat_session_room_id_fkey FOREIGN KEY (room_id) REFERENCES room(id);
ALTER TABLE ONLY guest
    ADD CONSTRAINT guest_hotel_id_fkey FOREIGN KEY (hotel_id) REFERENCES hotel(id);
ALTER TABLE ONLY guest_room
    ADD CONSTRAINT guest_room_guest_id_fkey FOREIGN KEY (guest_id) REFERENCES guest(id) ON DELETE CASCADE;
ALTER TABLE ONLY guest_room
    ADD CONSTRAINT guest_room_room_id_fkey FOREIGN KEY (room_id) REFERENCES room(id);
ALTER TABLE ONLY handover_note
    ADD CONSTRAINT handover_note_hotel_id_fkey FOREIGN KEY (hotel_id) REFERENCES hotel(id);
ALTER TABLE ONLY handover_note
    ADD CONSTRAINT handover_note_hotel_id_ticked_by_fkey FOREIGN KEY (hotel_id, ticked_by) REFERENCES staff(hotel_id, code);
ALTER TABLE ONLY handover_note
    ADD CONSTRAINT handover_note_hotel_id_written_by_fkey FOREIGN KEY (hotel_id, written_by) REFERENCES staff(hotel_id, code);
ALTER TABLE ONLY hotel_event
    ADD CONSTRAINT hotel_event_hotel_id_fkey FOREIGN KEY (hotel_id) REFERENCES hotel(id);
ALTER TABLE ONLY inspection_round
    ADD CONSTRAINT inspection_round_hotel_id_fkey FOREIGN KEY (hotel_id) REFERENCES hotel(id);
ALTER TABLE ONLY inspection_round
    ADD CONSTRAINT inspection_round_hotel_id_started_by_fkey FOREIGN KEY (hotel_id, started_by) REFERENCES staff(hotel_id, code);
ALTER TABLE ONLY inspection_round_room
    ADD CONSTRAINT inspection_round_room_room_id_fkey FOREIGN KEY (room_id) REFERENCES room(id);
ALTER TABLE ONLY inspection_round_room
    ADD CONSTRAINT inspection_round_room_round_id_fkey FOREIGN KEY (round_id) REFERENCES inspection_round(id);
ALTER TABLE ONLY out_of_order_range
    ADD CONSTRAINT out_of_order_range_room_id_fkey FOREIGN KEY (room_id) REFERENCES room(id);
ALTER TABLE ONLY refused_publication
    ADD CONSTRAINT refused_publication_hotel_id_fkey FOREIGN KEY (hotel_id) REFERENCES hotel(id);
ALTER TABLE ONLY room_event
    ADD CONSTRAINT room_event_hotel_id_fkey FOREIGN KEY (hotel_id) REFERENCES hotel(id);
ALTER TABLE ONLY room_event
    ADD CONSTRAINT room_event_room_id_fkey FOREIGN KEY (room_id) REFERENCES room(id);
ALTER TABLE ONLY room
    ADD CONSTRAINT room_hotel_id_attendant_fkey FOREIGN KEY (hotel_id, attendant) REFERENCES staff(hotel_id, code);
ALTER TABLE ONLY room
    ADD CONSTRAINT room_hotel_id_cleaned_by_fkey FOREIGN KEY (hotel_id, cleaned_by) REFERENCES staff(hotel_id, code);
ALTER TABLE ONLY room
    ADD CONSTRAINT room_hotel_id_fkey FOREIGN KEY (hotel_id) REFERENCES hotel(id);
ALTER TABLE ONLY room
    ADD CONSTRAINT room_hotel_id_inspected_by_fkey FOREIGN KEY (hotel_id, inspected_by) REFERENCES staff(hotel_id, code);
ALTER TABLE ONLY room
    ADD CONSTRAINT room_hotel_id_room_type_fkey FOREIGN KEY (hotel_id, room_type) REFERENCES room_type(hotel_id, code);
ALTER TABLE ONLY room_message
    ADD CONSTRAINT room_message_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES conversation(id) ON DELETE CASCADE;
ALTER TABLE ONLY room_order_item
    ADD CONSTRAINT room_order_item_order_id_fkey FOREIGN KEY (order_id) REFERENCES room_order(id) ON DELETE CASCADE;
ALTER TABLE ONLY room_order
    ADD CONSTRAINT room_order_room_id_fkey FOREIGN KEY (room_id) REFERENCES room(id);
ALTER TABLE ONLY room_type
    ADD CONSTRAINT room_type_hotel_id_fkey FOREIGN KEY (hotel_id) REFERENCES hotel(id);
ALTER TABLE ONLY room_type_inventory
    ADD CONSTRAINT room_type_inventory_hotel_id_room_type_fkey FOREIGN KEY (hotel_id, room_type) REFERENCES room_type(hotel_id, code);
ALTER TABLE ONLY staff
    ADD CONSTRAINT staff_hotel_id_fkey FOREIGN KEY (hotel_id) REFERENCES hotel(id);
ALTER TABLE ONLY staff_wrong_pin
    ADD CONSTRAINT staff_wrong_pin_hotel_id_fkey FOREIGN KEY (hotel_id) REFERENCES hotel(id);
ALTER TABLE ONLY wrong_pin
    ADD CONSTRAINT wrong_pin_room_id_fkey FOREIGN KEY (room_id) REFERENCES room(id);
