BEGIN TRANSACTION;
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
	key_number INTEGER,
	PRIMARY KEY (id),
	CHECK (departure >= arrival),
	UNIQUE (hotel_id, reference),
	FOREIGN KEY(hotel_id, room_type) REFERENCES room_type (hotel_id, code),
	FOREIGN KEY(hotel_id) REFERENCES hotel (id),
	FOREIGN KEY(room_id) REFERENCES room (id)
);
INSERT INTO "booking" VALUES(1,1,'R1','STD','2026-11-21','2026-11-23',2,0,'COMPLETED',1,NULL,'13:30:00.000000','2026-11-21T11:36:20.023446+00:00',NULL);
INSERT INTO "booking" VALUES(2,1,'R2','STD','2026-11-21','2026-11-23',2,0,'CONFIRMED',3,NULL,NULL,NULL,NULL);
CREATE TABLE breakfast_order (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	room_id INTEGER NOT NULL,
	created_at VARCHAR(32) NOT NULL,
	completed_at VARCHAR(32),
	act_id VARCHAR(36),
	FOREIGN KEY(room_id) REFERENCES room (id)
);
CREATE TABLE breakfast_order_item (
	order_id INTEGER NOT NULL,
	line INTEGER NOT NULL,
	name TEXT NOT NULL,
	quantity INTEGER NOT NULL,
	PRIMARY KEY (order_id, line),
	FOREIGN KEY(order_id) REFERENCES breakfast_order (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
CREATE TABLE checklist_item (
	hotel_id INTEGER NOT NULL,
	room_type VARCHAR(32) NOT NULL,
	position INTEGER NOT NULL,
	item TEXT NOT NULL,
	PRIMARY KEY (hotel_id, room_type, position),
	FOREIGN KEY(hotel_id, room_type) REFERENCES room_type (hotel_id, code)
);
CREATE TABLE conversation (
	id INTEGER NOT NULL,
	room_id INTEGER NOT NULL,
	opened_at VARCHAR(32) NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(room_id) REFERENCES room (id)
);
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
CREATE TABLE database_mark (
	database_id VARCHAR(36) NOT NULL,
	generation INTEGER NOT NULL,
	erasure_asked INTEGER DEFAULT '0' NOT NULL,
	erasure_asked_at VARCHAR(32),
	erasure_done INTEGER DEFAULT '0' NOT NULL,
	erasure_holder VARCHAR(36),
	erasure_until VARCHAR(32),
	key_count INTEGER DEFAULT '0' NOT NULL,
	moved_to TEXT,
	moved_at VARCHAR(32),
	arriving_from VARCHAR(36),
	cli_pin BOOLEAN DEFAULT 0 NOT NULL,
	last_guest_id INTEGER DEFAULT '0' NOT NULL,
	PRIMARY KEY (database_id)
);
INSERT INTO "database_mark" VALUES('c5dae55d-07fb-42e8-9a3f-922aaff218e3',5,2,'2026-11-21T11:36:20.023446+00:00',0,NULL,NULL,1,NULL,NULL,NULL,0,1);
CREATE TABLE erasure_run (
	id INTEGER NOT NULL,
	covers INTEGER NOT NULL,
	started_at VARCHAR(32) NOT NULL,
	finished_at VARCHAR(32) NOT NULL,
	took_ms INTEGER NOT NULL,
	waited_ms INTEGER NOT NULL,
	file_bytes BIGINT NOT NULL,
	PRIMARY KEY (id)
);
CREATE TABLE fail_reason (
	hotel_id INTEGER NOT NULL,
	digit INTEGER NOT NULL,
	reason TEXT NOT NULL,
	PRIMARY KEY (hotel_id, digit),
	FOREIGN KEY(hotel_id) REFERENCES hotel (id)
);
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
CREATE TABLE guest_room (
	guest_id INTEGER NOT NULL,
	room_id INTEGER NOT NULL,
	PRIMARY KEY (guest_id, room_id),
	FOREIGN KEY(guest_id) REFERENCES guest (id) ON DELETE CASCADE,
	FOREIGN KEY(room_id) REFERENCES room (id)
)
 WITHOUT ROWID

;
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
INSERT INTO "hotel" VALUES(1,'grand','Grand Hotel','Europe/Lisbon',16,0,NULL,NULL);
CREATE TABLE hotel_event (
	hotel_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	act_id VARCHAR(36) NOT NULL,
	kind VARCHAR(32) NOT NULL,
	staff_code VARCHAR(32) NOT NULL,
	staff_name VARCHAR(200) NOT NULL,
	via VARCHAR(16) NOT NULL,
	note TEXT NOT NULL,
	counts TEXT NOT NULL,
	at VARCHAR(32) NOT NULL,
	real_at VARCHAR(32) NOT NULL,
	after_seq INTEGER NOT NULL,
	PRIMARY KEY (hotel_id, number),
	UNIQUE (hotel_id, act_id),
	FOREIGN KEY(hotel_id) REFERENCES hotel (id)
)
 WITHOUT ROWID

;
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
INSERT INTO "inspection_round" VALUES(1,1,'2b1e1885-283b-43a6-ac2e-a417b99de255','maria','2026-11-21T11:15:00.013574+00:00','BY_FLOOR',NULL);
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
 WITHOUT ROWID

;
INSERT INTO "inspection_round_room" VALUES(1,2,1,'PASSED','2026-11-21T11:15:00.013574+00:00','maria','2026-11-21T11:21:20.017276+00:00',180,'3dae9bf6-4749-5858-bbf8-3cb251a63311',NULL,NULL);
CREATE TABLE key_erasure (
	number INTEGER NOT NULL,
	PRIMARY KEY (number)
);
CREATE TABLE out_of_order_range (
	id INTEGER NOT NULL,
	room_id INTEGER NOT NULL,
	starts DATE NOT NULL,
	ends DATE,
	is_open BOOLEAN NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(room_id) REFERENCES room (id)
);
INSERT INTO "out_of_order_range" VALUES(1,6,'2026-11-21','2026-11-23',1);
CREATE TABLE refused_publication (
	hotel_id INTEGER NOT NULL,
	seq INTEGER NOT NULL,
	reason TEXT NOT NULL,
	refused_at VARCHAR(32) NOT NULL,
	PRIMARY KEY (hotel_id, seq),
	FOREIGN KEY(hotel_id) REFERENCES hotel (id)
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
	key_number INTEGER,
	messages_waiting INTEGER DEFAULT '0' NOT NULL,
	messages_waiting_since VARCHAR(32),
	orders_open INTEGER DEFAULT '0' NOT NULL,
	orders_open_since VARCHAR(32),
	PRIMARY KEY (id),
	UNIQUE (hotel_id, number),
	UNIQUE (hotel_id, pin),
	FOREIGN KEY(hotel_id, room_type) REFERENCES room_type (hotel_id, code),
	FOREIGN KEY(hotel_id, attendant) REFERENCES staff (hotel_id, code),
	FOREIGN KEY(hotel_id, cleaned_by) REFERENCES staff (hotel_id, code),
	FOREIGN KEY(hotel_id, inspected_by) REFERENCES staff (hotel_id, code),
	FOREIGN KEY(hotel_id) REFERENCES hotel (id)
);
INSERT INTO "room" VALUES(1,1,'101','STD',1,'East','CHECKOUT_DIRTY','2026-11-21T11:36:20.023446+00:00',3,1,0,0,NULL,'',0,'',NULL,'','',NULL,NULL,NULL,NULL,NULL,'QUTTCN',NULL,0,NULL,0,NULL);
INSERT INTO "room" VALUES(2,1,'1O2','STD',1,'East','READY_FOR_GUEST','2026-11-21T11:21:20.017276+00:00',7,1,0,0,NULL,'',0,'',NULL,'[redacted] (Ana Reis 2026-11-21 11:00)
extra towels (Ana Reis 2026-11-21 11:03)','',NULL,'2026-11-21T11:12:00.012340+00:00','ana','2026-11-21T11:21:20.017276+00:00','maria','GPDTDR',NULL,0,NULL,0,NULL);
INSERT INTO "room" VALUES(3,1,'103','STD',1,'East','AVAILABLE','2026-11-21T10:45:00.001234+00:00',1,1,0,0,NULL,'',0,'',NULL,'','',NULL,NULL,NULL,NULL,NULL,'QWWAYK',NULL,0,NULL,0,NULL);
INSERT INTO "room" VALUES(4,1,'104','STD',1,'East','AVAILABLE','2026-11-21T11:27:20.019744+00:00',2,1,0,1,'HIGH','no light',0,'',NULL,'','',NULL,NULL,NULL,NULL,NULL,'XRKEEQ',NULL,0,NULL,0,NULL);
INSERT INTO "room" VALUES(5,1,'201','DLX',2,'East','AVAILABLE','2026-11-21T10:45:00.001234+00:00',1,1,0,0,NULL,'',0,'',NULL,'','',NULL,NULL,NULL,NULL,NULL,'CYMTUN',NULL,0,NULL,0,NULL);
INSERT INTO "room" VALUES(6,1,'202','DLX',2,'East','AVAILABLE','2026-11-21T11:24:20.018510+00:00',2,1,0,0,NULL,'',1,'pipe','2026-11-23','','',NULL,NULL,NULL,NULL,NULL,'GJAEMC',NULL,0,NULL,0,NULL);
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
 WITHOUT ROWID

;
INSERT INTO "room_event" VALUES(1,1,'4225596e-df52-5fe9-a332-e3999d11d813','4462ebfc-5f91-4ef0-9cfb-ac6e7687a66e',1,'CHECKED_IN','AVAILABLE','OCCUPIED','desk','Dora Lima','FRONT_DESK','BOARD','',2,'2026-11-21T10:51:00.003702+00:00','2026-11-21T10:51:00.003702+00:00','{"room_number":"101","room_type":"STD","floor":1,"section":"East","room_status":"OCCUPIED","turn_status":"AVAILABLE","status_since":"2026-11-21T10:51:00.003702+00:00","is_active":true,"is_occupied":true,"is_bookable":false,"maintenance_required":false,"maintenance_priority":null,"maintenance_notes":"","is_out_of_order":false,"out_of_order_reason":"","out_of_order_until":null,"housekeeping_notes":"","fail_reason":"","attendant":null,"last_cleaned_at":null,"cleaned_by":null,"last_inspected_at":null,"inspected_by":null,"messages_waiting":0,"messages_waiting_since":null,"orders_open":0,"orders_open_since":null,"arrival":"2026-11-21","departure":"2026-11-23","late_checkout":null,"next_arrival":null,"version":2}','{"room_status":"AVAILABLE","status_since":"2026-11-21T10:45:00.001234+00:00","is_occupied":false,"is_bookable":true,"arrival":null,"departure":null,"version":1}',NULL,NULL);
INSERT INTO "room_event" VALUES(1,2,'85425c11-27fd-5728-9a51-2bb9e53041dd','ad38835e-ddd6-4f55-afa7-3207237751aa',1,'LATE_CHECKOUT_SET','OCCUPIED','OCCUPIED','desk','Dora Lima','FRONT_DESK','BOARD','',2,'2026-11-21T10:54:00.004936+00:00','2026-11-21T10:54:00.004936+00:00','{"room_number":"101","room_type":"STD","floor":1,"section":"East","room_status":"OCCUPIED","turn_status":"AVAILABLE","status_since":"2026-11-21T10:51:00.003702+00:00","is_active":true,"is_occupied":true,"is_bookable":false,"maintenance_required":false,"maintenance_priority":null,"maintenance_notes":"","is_out_of_order":false,"out_of_order_reason":"","out_of_order_until":null,"housekeeping_notes":"","fail_reason":"","attendant":null,"last_cleaned_at":null,"cleaned_by":null,"last_inspected_at":null,"inspected_by":null,"messages_waiting":0,"messages_waiting_since":null,"orders_open":0,"orders_open_since":null,"arrival":"2026-11-21","departure":"2026-11-23","late_checkout":"13:30:00","next_arrival":null,"version":2}','{"late_checkout":null}',NULL,NULL);
INSERT INTO "room_event" VALUES(1,3,'fdbd2cea-aa4a-52e1-8f7d-6cb466acf9f8','3b241bd1-5fd2-474f-b327-400bf6fc61ff',1,'GUEST_ORDERED','OCCUPIED','OCCUPIED','SYSTEM','System','SYSTEM','COMMAND_LINE','',2,'2026-11-21T10:57:00.006170+00:00','2026-11-21T10:57:00.006170+00:00','{"room_number":"101","room_type":"STD","floor":1,"section":"East","room_status":"OCCUPIED","turn_status":"AVAILABLE","status_since":"2026-11-21T10:51:00.003702+00:00","is_active":true,"is_occupied":true,"is_bookable":false,"maintenance_required":false,"maintenance_priority":null,"maintenance_notes":"","is_out_of_order":false,"out_of_order_reason":"","out_of_order_until":null,"housekeeping_notes":"","fail_reason":"","attendant":null,"last_cleaned_at":null,"cleaned_by":null,"last_inspected_at":null,"inspected_by":null,"messages_waiting":0,"messages_waiting_since":null,"orders_open":1,"orders_open_since":"2026-11-21T10:57:00.006170+00:00","arrival":"2026-11-21","departure":"2026-11-23","late_checkout":"13:30:00","next_arrival":null,"version":2}','{"orders_open":0,"orders_open_since":null}',NULL,NULL);
INSERT INTO "room_event" VALUES(1,4,'c1461d94-4b12-5682-a748-1b99cfc550c6','76b67451-80b6-4386-969c-803601a5ba50',2,'NOTED','AVAILABLE','AVAILABLE','ana','Ana Reis','HOUSEKEEPING','BOARD','[redacted]',1,'2026-11-21T11:00:00.007404+00:00','2026-11-21T11:00:00.007404+00:00','{"room_number":"1O2","room_type":"STD","floor":1,"section":"East","room_status":"AVAILABLE","turn_status":"AVAILABLE","status_since":"2026-11-21T10:45:00.001234+00:00","is_active":true,"is_occupied":false,"is_bookable":true,"maintenance_required":false,"maintenance_priority":null,"maintenance_notes":"","is_out_of_order":false,"out_of_order_reason":"","out_of_order_until":null,"housekeeping_notes":"[redacted] (Ana Reis 2026-11-21 11:00)","fail_reason":"","attendant":null,"last_cleaned_at":null,"cleaned_by":null,"last_inspected_at":null,"inspected_by":null,"messages_waiting":0,"messages_waiting_since":null,"orders_open":0,"orders_open_since":null,"arrival":null,"departure":null,"late_checkout":null,"next_arrival":null,"version":1}','{"housekeeping_notes":""}',NULL,NULL);
INSERT INTO "room_event" VALUES(1,5,'6daa7667-f96a-5903-a3ad-71070375fb59','558298e2-14b0-44d7-9acd-8acde5f6db1d',2,'NOTED','AVAILABLE','AVAILABLE','ana','Ana Reis','HOUSEKEEPING','BOARD','extra towels',1,'2026-11-21T11:03:00.008638+00:00','2026-11-21T11:03:00.008638+00:00','{"room_number":"1O2","room_type":"STD","floor":1,"section":"East","room_status":"AVAILABLE","turn_status":"AVAILABLE","status_since":"2026-11-21T10:45:00.001234+00:00","is_active":true,"is_occupied":false,"is_bookable":true,"maintenance_required":false,"maintenance_priority":null,"maintenance_notes":"","is_out_of_order":false,"out_of_order_reason":"","out_of_order_until":null,"housekeeping_notes":"[redacted] (Ana Reis 2026-11-21 11:00)\nextra towels (Ana Reis 2026-11-21 11:03)","fail_reason":"","attendant":null,"last_cleaned_at":null,"cleaned_by":null,"last_inspected_at":null,"inspected_by":null,"messages_waiting":0,"messages_waiting_since":null,"orders_open":0,"orders_open_since":null,"arrival":null,"departure":null,"late_checkout":null,"next_arrival":null,"version":1}','{"housekeeping_notes":"[redacted] (Ana Reis 2026-11-21 11:00)"}',NULL,NULL);
INSERT INTO "room_event" VALUES(1,6,'f32e6fbd-c037-528a-b7f0-420b6809e787','b339a476-9ddc-46f8-afb6-fbfe8de4ab47',2,'PUT_BACK','AVAILABLE','CHECKOUT_DIRTY','ana','Ana Reis','HOUSEKEEPING','BOARD','',2,'2026-11-21T11:06:00.009872+00:00','2026-11-21T11:06:00.009872+00:00','{"room_number":"1O2","room_type":"STD","floor":1,"section":"East","room_status":"CHECKOUT_DIRTY","turn_status":"CHECKOUT_DIRTY","status_since":"2026-11-21T11:06:00.009872+00:00","is_active":true,"is_occupied":false,"is_bookable":false,"maintenance_required":false,"maintenance_priority":null,"maintenance_notes":"","is_out_of_order":false,"out_of_order_reason":"","out_of_order_until":null,"housekeeping_notes":"[redacted] (Ana Reis 2026-11-21 11:00)\nextra towels (Ana Reis 2026-11-21 11:03)","fail_reason":"","attendant":null,"last_cleaned_at":null,"cleaned_by":null,"last_inspected_at":null,"inspected_by":null,"messages_waiting":0,"messages_waiting_since":null,"orders_open":0,"orders_open_since":null,"arrival":null,"departure":null,"late_checkout":null,"next_arrival":null,"version":2}','{"room_status":"AVAILABLE","turn_status":"AVAILABLE","status_since":"2026-11-21T10:45:00.001234+00:00","is_bookable":true,"version":1}',NULL,NULL);
INSERT INTO "room_event" VALUES(1,7,'a53502c1-2695-5508-955b-c92bb028912e','2b5ebaa0-6107-4dc3-ba6a-ce6c0a78250f',2,'CLEANING_STARTED','CHECKOUT_DIRTY','CLEANING_IN_PROGRESS','ana','Ana Reis','HOUSEKEEPING','BOARD','',3,'2026-11-21T11:09:00.011106+00:00','2026-11-21T10:09:00.011099+00:00','{"room_number":"1O2","room_type":"STD","floor":1,"section":"East","room_status":"CLEANING_IN_PROGRESS","turn_status":"CLEANING_IN_PROGRESS","status_since":"2026-11-21T11:09:00.011106+00:00","is_active":true,"is_occupied":false,"is_bookable":false,"maintenance_required":false,"maintenance_priority":null,"maintenance_notes":"","is_out_of_order":false,"out_of_order_reason":"","out_of_order_until":null,"housekeeping_notes":"[redacted] (Ana Reis 2026-11-21 11:00)\nextra towels (Ana Reis 2026-11-21 11:03)","fail_reason":"","attendant":"ana","last_cleaned_at":null,"cleaned_by":null,"last_inspected_at":null,"inspected_by":null,"messages_waiting":0,"messages_waiting_since":null,"orders_open":0,"orders_open_since":null,"arrival":null,"departure":null,"late_checkout":null,"next_arrival":null,"version":3}','{"room_status":"CHECKOUT_DIRTY","turn_status":"CHECKOUT_DIRTY","status_since":"2026-11-21T11:06:00.009872+00:00","attendant":null,"version":2}',NULL,NULL);
INSERT INTO "room_event" VALUES(1,8,'a5c75e06-db59-563d-810b-fa8589972753','f3868254-73b7-4490-b23b-2cc4b4174a67',2,'CLEANED','CLEANING_IN_PROGRESS','CLEANED_UNINSPECTED','ana','Ana Reis','HOUSEKEEPING','BOARD','',4,'2026-11-21T11:12:00.012340+00:00','2026-11-21T10:12:00.012333+00:00','{"room_number":"1O2","room_type":"STD","floor":1,"section":"East","room_status":"CLEANED_UNINSPECTED","turn_status":"CLEANED_UNINSPECTED","status_since":"2026-11-21T11:12:00.012340+00:00","is_active":true,"is_occupied":false,"is_bookable":false,"maintenance_required":false,"maintenance_priority":null,"maintenance_notes":"","is_out_of_order":false,"out_of_order_reason":"","out_of_order_until":null,"housekeeping_notes":"[redacted] (Ana Reis 2026-11-21 11:00)\nextra towels (Ana Reis 2026-11-21 11:03)","fail_reason":"","attendant":null,"last_cleaned_at":"2026-11-21T11:12:00.012340+00:00","cleaned_by":"ana","last_inspected_at":null,"inspected_by":null,"messages_waiting":0,"messages_waiting_since":null,"orders_open":0,"orders_open_since":null,"arrival":null,"departure":null,"late_checkout":null,"next_arrival":null,"version":4}','{"room_status":"CLEANING_IN_PROGRESS","turn_status":"CLEANING_IN_PROGRESS","status_since":"2026-11-21T11:09:00.011106+00:00","attendant":"ana","last_cleaned_at":null,"cleaned_by":null,"version":3}',NULL,NULL);
INSERT INTO "room_event" VALUES(1,9,'001304aa-649f-50aa-97dc-e8dbcfabd9d6','21e6a46f-1c67-4ea9-8d24-3a163cee5e2c',2,'INSPECTION_FAILED','CLEANED_UNINSPECTED','CHECKOUT_DIRTY','maria','Maria Keller','HOUSEKEEPING','BOARD','hair in the bath',5,'2026-11-21T11:18:00.014808+00:00','2026-11-21T10:18:00.014801+00:00','{"room_number":"1O2","room_type":"STD","floor":1,"section":"East","room_status":"CHECKOUT_DIRTY","turn_status":"CHECKOUT_DIRTY","status_since":"2026-11-21T11:18:00.014808+00:00","is_active":true,"is_occupied":false,"is_bookable":false,"maintenance_required":false,"maintenance_priority":null,"maintenance_notes":"","is_out_of_order":false,"out_of_order_reason":"","out_of_order_until":null,"housekeeping_notes":"[redacted] (Ana Reis 2026-11-21 11:00)\nextra towels (Ana Reis 2026-11-21 11:03)","fail_reason":"hair in the bath","attendant":null,"last_cleaned_at":"2026-11-21T11:12:00.012340+00:00","cleaned_by":"ana","last_inspected_at":"2026-11-21T11:18:00.014808+00:00","inspected_by":"maria","messages_waiting":0,"messages_waiting_since":null,"orders_open":0,"orders_open_since":null,"arrival":null,"departure":null,"late_checkout":null,"next_arrival":null,"version":5}','{"room_status":"CLEANED_UNINSPECTED","turn_status":"CLEANED_UNINSPECTED","status_since":"2026-11-21T11:12:00.012340+00:00","fail_reason":"","last_inspected_at":null,"inspected_by":null,"version":4}',NULL,NULL);
INSERT INTO "room_event" VALUES(1,10,'3bc33a8c-c912-5752-8bc1-44b0e83ca448','fdb119a9-ec80-4bdf-9f29-65b3819ad93b',2,'UNDONE','CHECKOUT_DIRTY','CLEANED_UNINSPECTED','maria','Maria Keller','HOUSEKEEPING','BOARD','',6,'2026-11-21T11:18:20.016042+00:00','2026-11-21T10:18:20.016035+00:00','{"room_number":"1O2","room_type":"STD","floor":1,"section":"East","room_status":"CLEANED_UNINSPECTED","turn_status":"CLEANED_UNINSPECTED","status_since":"2026-11-21T11:12:00.012340+00:00","is_active":true,"is_occupied":false,"is_bookable":false,"maintenance_required":false,"maintenance_priority":null,"maintenance_notes":"","is_out_of_order":false,"out_of_order_reason":"","out_of_order_until":null,"housekeeping_notes":"[redacted] (Ana Reis 2026-11-21 11:00)\nextra towels (Ana Reis 2026-11-21 11:03)","fail_reason":"","attendant":null,"last_cleaned_at":"2026-11-21T11:12:00.012340+00:00","cleaned_by":"ana","last_inspected_at":null,"inspected_by":null,"messages_waiting":0,"messages_waiting_since":null,"orders_open":0,"orders_open_since":null,"arrival":null,"departure":null,"late_checkout":null,"next_arrival":null,"version":6}','{"room_status":"CHECKOUT_DIRTY","turn_status":"CHECKOUT_DIRTY","status_since":"2026-11-21T11:18:00.014808+00:00","fail_reason":"hair in the bath","last_inspected_at":"2026-11-21T11:18:00.014808+00:00","inspected_by":"maria","version":5}',NULL,9);
INSERT INTO "room_event" VALUES(1,11,'3dae9bf6-4749-5858-bbf8-3cb251a63311','b03da701-c632-476a-9036-3c5f972651da',2,'INSPECTION_PASSED','CLEANED_UNINSPECTED','READY_FOR_GUEST','maria','Maria Keller','HOUSEKEEPING','BOARD','',7,'2026-11-21T11:21:20.017276+00:00','2026-11-21T11:21:20.017276+00:00','{"room_number":"1O2","room_type":"STD","floor":1,"section":"East","room_status":"READY_FOR_GUEST","turn_status":"READY_FOR_GUEST","status_since":"2026-11-21T11:21:20.017276+00:00","is_active":true,"is_occupied":false,"is_bookable":true,"maintenance_required":false,"maintenance_priority":null,"maintenance_notes":"","is_out_of_order":false,"out_of_order_reason":"","out_of_order_until":null,"housekeeping_notes":"[redacted] (Ana Reis 2026-11-21 11:00)\nextra towels (Ana Reis 2026-11-21 11:03)","fail_reason":"","attendant":null,"last_cleaned_at":"2026-11-21T11:12:00.012340+00:00","cleaned_by":"ana","last_inspected_at":"2026-11-21T11:21:20.017276+00:00","inspected_by":"maria","messages_waiting":0,"messages_waiting_since":null,"orders_open":0,"orders_open_since":null,"arrival":null,"departure":null,"late_checkout":null,"next_arrival":null,"version":7}','{"room_status":"CLEANED_UNINSPECTED","turn_status":"CLEANED_UNINSPECTED","status_since":"2026-11-21T11:12:00.012340+00:00","is_bookable":false,"last_inspected_at":null,"inspected_by":null,"version":6}',NULL,NULL);
INSERT INTO "room_event" VALUES(1,12,'37f6090d-2d44-5844-9827-4bf144081b37','e323bb2a-bf00-488d-8a22-e4c76237dbe6',6,'TAKEN_OUT_OF_ORDER','AVAILABLE','OUT_OF_ORDER','max','Max Braun','HOUSEKEEPING','BOARD','pipe',2,'2026-11-21T11:24:20.018510+00:00','2026-11-21T11:24:20.018510+00:00','{"room_number":"202","room_type":"DLX","floor":2,"section":"East","room_status":"OUT_OF_ORDER","turn_status":"AVAILABLE","status_since":"2026-11-21T11:24:20.018510+00:00","is_active":true,"is_occupied":false,"is_bookable":false,"maintenance_required":false,"maintenance_priority":null,"maintenance_notes":"","is_out_of_order":true,"out_of_order_reason":"pipe","out_of_order_until":"2026-11-23","housekeeping_notes":"","fail_reason":"","attendant":null,"last_cleaned_at":null,"cleaned_by":null,"last_inspected_at":null,"inspected_by":null,"messages_waiting":0,"messages_waiting_since":null,"orders_open":0,"orders_open_since":null,"arrival":null,"departure":null,"late_checkout":null,"next_arrival":null,"version":2}','{"room_status":"AVAILABLE","status_since":"2026-11-21T10:45:00.001234+00:00","is_bookable":true,"is_out_of_order":false,"out_of_order_reason":"","out_of_order_until":null,"version":1}',NULL,NULL);
INSERT INTO "room_event" VALUES(1,13,'75f51686-9c12-5356-938f-22cee41ce503','3478442b-4a8a-4593-ab40-a9b81a070205',4,'MAINTENANCE_FLAGGED','AVAILABLE','MAINTENANCE_REQUIRED','ana','Ana Reis','HOUSEKEEPING','BOARD','no light',2,'2026-11-21T11:27:20.019744+00:00','2026-11-21T11:27:20.019744+00:00','{"room_number":"104","room_type":"STD","floor":1,"section":"East","room_status":"MAINTENANCE_REQUIRED","turn_status":"AVAILABLE","status_since":"2026-11-21T11:27:20.019744+00:00","is_active":true,"is_occupied":false,"is_bookable":false,"maintenance_required":true,"maintenance_priority":"HIGH","maintenance_notes":"no light","is_out_of_order":false,"out_of_order_reason":"","out_of_order_until":null,"housekeeping_notes":"","fail_reason":"","attendant":null,"last_cleaned_at":null,"cleaned_by":null,"last_inspected_at":null,"inspected_by":null,"messages_waiting":0,"messages_waiting_since":null,"orders_open":0,"orders_open_since":null,"arrival":null,"departure":null,"late_checkout":null,"next_arrival":null,"version":2}','{"room_status":"AVAILABLE","status_since":"2026-11-21T10:45:00.001234+00:00","is_bookable":true,"maintenance_required":false,"maintenance_priority":null,"maintenance_notes":"","version":1}',NULL,NULL);
INSERT INTO "room_event" VALUES(1,14,'bd9f04ce-381d-5b2a-b77e-2f9f400f7b68','cb01c357-b9c7-4435-b96b-cb8fac9abb0c',2,'RENAMED','READY_FOR_GUEST','READY_FOR_GUEST','max','Max Braun','HOUSEKEEPING','BOARD','was 102',7,'2026-11-21T11:30:20.020978+00:00','2026-11-21T11:30:20.020978+00:00','{"room_number":"1O2","room_type":"STD","floor":1,"section":"East","room_status":"READY_FOR_GUEST","turn_status":"READY_FOR_GUEST","status_since":"2026-11-21T11:21:20.017276+00:00","is_active":true,"is_occupied":false,"is_bookable":true,"maintenance_required":false,"maintenance_priority":null,"maintenance_notes":"","is_out_of_order":false,"out_of_order_reason":"","out_of_order_until":null,"housekeeping_notes":"[redacted] (Ana Reis 2026-11-21 11:00)\nextra towels (Ana Reis 2026-11-21 11:03)","fail_reason":"","attendant":null,"last_cleaned_at":"2026-11-21T11:12:00.012340+00:00","cleaned_by":"ana","last_inspected_at":"2026-11-21T11:21:20.017276+00:00","inspected_by":"maria","messages_waiting":0,"messages_waiting_since":null,"orders_open":0,"orders_open_since":null,"arrival":null,"departure":null,"late_checkout":null,"next_arrival":null,"version":7}','{"room_number":"102"}',NULL,NULL);
INSERT INTO "room_event" VALUES(1,15,'7f7e2a74-b9c3-5d6c-9322-eb8c1633b7bd','c5c7d186-1674-418d-a3bb-41b36bf82959',2,'NOTE_REDACTED','READY_FOR_GUEST','READY_FOR_GUEST','max','Max Braun','HOUSEKEEPING','BOARD','',7,'2026-11-21T11:33:20.022212+00:00','2026-11-21T11:33:20.022212+00:00','{"room_number":"1O2","room_type":"STD","floor":1,"section":"East","room_status":"READY_FOR_GUEST","turn_status":"READY_FOR_GUEST","status_since":"2026-11-21T11:21:20.017276+00:00","is_active":true,"is_occupied":false,"is_bookable":true,"maintenance_required":false,"maintenance_priority":null,"maintenance_notes":"","is_out_of_order":false,"out_of_order_reason":"","out_of_order_until":null,"housekeeping_notes":"[redacted] (Ana Reis 2026-11-21 11:00)\nextra towels (Ana Reis 2026-11-21 11:03)","fail_reason":"","attendant":null,"last_cleaned_at":"2026-11-21T11:12:00.012340+00:00","cleaned_by":"ana","last_inspected_at":"2026-11-21T11:21:20.017276+00:00","inspected_by":"maria","messages_waiting":0,"messages_waiting_since":null,"orders_open":0,"orders_open_since":null,"arrival":null,"departure":null,"late_checkout":null,"next_arrival":null,"version":7}','{"housekeeping_notes":"[redacted] (Ana Reis 2026-11-21 11:00)\nextra towels (Ana Reis 2026-11-21 11:03)"}',NULL,NULL);
INSERT INTO "room_event" VALUES(1,16,'44456568-e073-53c3-a211-da25d156d58c','6583d614-35bb-4c11-a950-27004448a6a1',1,'CHECKED_OUT','OCCUPIED','CHECKOUT_DIRTY','desk','Dora Lima','FRONT_DESK','BOARD','',3,'2026-11-21T11:36:20.023446+00:00','2026-11-21T11:36:20.023446+00:00','{"room_number":"101","room_type":"STD","floor":1,"section":"East","room_status":"CHECKOUT_DIRTY","turn_status":"CHECKOUT_DIRTY","status_since":"2026-11-21T11:36:20.023446+00:00","is_active":true,"is_occupied":false,"is_bookable":false,"maintenance_required":false,"maintenance_priority":null,"maintenance_notes":"","is_out_of_order":false,"out_of_order_reason":"","out_of_order_until":null,"housekeeping_notes":"","fail_reason":"","attendant":null,"last_cleaned_at":null,"cleaned_by":null,"last_inspected_at":null,"inspected_by":null,"messages_waiting":0,"messages_waiting_since":null,"orders_open":0,"orders_open_since":null,"arrival":null,"departure":null,"late_checkout":null,"next_arrival":null,"version":3}','{"room_status":"OCCUPIED","turn_status":"AVAILABLE","status_since":"2026-11-21T10:51:00.003702+00:00","is_occupied":true,"orders_open":1,"orders_open_since":"2026-11-21T10:57:00.006170+00:00","arrival":"2026-11-21","departure":"2026-11-23","late_checkout":"13:30:00","version":2}','{"guest_chat_sessions":0,"conversations":0,"messages":0,"guests":1,"orders":1,"breakfast_orders":0,"erasure":2}',NULL);
CREATE TABLE room_message (
	conversation_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	sender VARCHAR(8) NOT NULL,
	staff_name VARCHAR(200),
	body TEXT NOT NULL,
	sent_at VARCHAR(32) NOT NULL,
	act_id VARCHAR(36),
	PRIMARY KEY (conversation_id, id),
	FOREIGN KEY(conversation_id) REFERENCES conversation (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
CREATE TABLE room_order (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	room_id INTEGER NOT NULL,
	created_at VARCHAR(32) NOT NULL,
	completed_at VARCHAR(32),
	act_id VARCHAR(36),
	FOREIGN KEY(room_id) REFERENCES room (id)
);
CREATE TABLE room_order_item (
	order_id INTEGER NOT NULL,
	line INTEGER NOT NULL,
	name TEXT NOT NULL,
	quantity INTEGER NOT NULL,
	PRIMARY KEY (order_id, line),
	FOREIGN KEY(order_id) REFERENCES room_order (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
CREATE TABLE room_type (
	hotel_id INTEGER NOT NULL,
	code VARCHAR(32) NOT NULL,
	PRIMARY KEY (hotel_id, code),
	FOREIGN KEY(hotel_id) REFERENCES hotel (id)
);
INSERT INTO "room_type" VALUES(1,'DLX');
INSERT INTO "room_type" VALUES(1,'STD');
CREATE TABLE room_type_inventory (
	hotel_id INTEGER NOT NULL,
	room_type VARCHAR(32) NOT NULL,
	night DATE NOT NULL,
	stop_sell BOOLEAN NOT NULL,
	total INTEGER,
	PRIMARY KEY (hotel_id, room_type, night),
	FOREIGN KEY(hotel_id, room_type) REFERENCES room_type (hotel_id, code)
);
CREATE TABLE schema_version (
	version INTEGER NOT NULL,
	applied_at VARCHAR(32) NOT NULL,
	PRIMARY KEY (version)
);
INSERT INTO "schema_version" VALUES(9,'2026-11-27T23:29:27.274377+00:00');
CREATE TABLE staff (
	hotel_id INTEGER NOT NULL,
	code VARCHAR(32) NOT NULL,
	name VARCHAR(200) NOT NULL,
	role VARCHAR(16) NOT NULL,
	is_active BOOLEAN NOT NULL,
	pin_hash VARCHAR(200),
	signed_in_at VARCHAR(32),
	signed_in_before VARCHAR(32),
	act_id VARCHAR(36),
	one_time_code_hash VARCHAR(200),
	one_time_code_until VARCHAR(32),
	PRIMARY KEY (hotel_id, code),
	FOREIGN KEY(hotel_id) REFERENCES hotel (id)
);
INSERT INTO "staff" VALUES(1,'max','Max Braun','manager',1,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "staff" VALUES(1,'desk','Dora Lima','front_desk',1,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "staff" VALUES(1,'ana','Ana Reis','attendant',1,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "staff" VALUES(1,'maria','Maria Keller','supervisor',1,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE staff_wrong_pin (
	hotel_id INTEGER NOT NULL,
	code_key VARCHAR(64) NOT NULL,
	count INTEGER NOT NULL,
	tried_at VARCHAR(32) NOT NULL,
	boot VARCHAR(64),
	up_seconds DOUBLE DEFAULT '0' NOT NULL,
	PRIMARY KEY (hotel_id, code_key),
	FOREIGN KEY(hotel_id) REFERENCES hotel (id)
);
CREATE TABLE wrong_pin (
	id INTEGER NOT NULL,
	room_id INTEGER NOT NULL,
	tried_at VARCHAR(32) NOT NULL,
	boot VARCHAR(64),
	up_seconds DOUBLE DEFAULT '0' NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(room_id) REFERENCES room (id)
);
CREATE INDEX inspection_round_by_hotel ON inspection_round (hotel_id, finished_at);
CREATE INDEX handover_note_by_hotel ON handover_note (hotel_id, ticked_at);
CREATE INDEX ix_out_of_order_range_room_id ON out_of_order_range (room_id);
CREATE INDEX booking_by_arrival ON booking (hotel_id, status, arrival, departure);
CREATE INDEX booking_by_room ON booking (room_id, status, arrival, departure);
CREATE UNIQUE INDEX booking_one_stay_a_room ON booking (room_id) WHERE status = 'CHECKED_IN';
CREATE INDEX ix_guest_chat_session_room_id ON guest_chat_session (room_id);
CREATE INDEX ix_wrong_pin_room_id ON wrong_pin (room_id);
CREATE INDEX ix_conversation_room_id ON conversation (room_id);
CREATE INDEX ix_room_order_room_id ON room_order (room_id);
CREATE INDEX ix_breakfast_order_room_id ON breakfast_order (room_id);
CREATE INDEX room_event_by_kind ON room_event (room_id, kind, seq);
CREATE INDEX room_event_by_room ON room_event (room_id, seq);
CREATE INDEX room_event_by_staff ON room_event (hotel_id, staff_code, real_at);
CREATE INDEX room_event_by_time ON room_event (hotel_id, at);
CREATE INDEX ix_room_event_act_id ON room_event (act_id);
CREATE UNIQUE INDEX room_event_undone_once ON room_event (hotel_id, undoes_seq) WHERE undoes_seq IS NOT NULL;
CREATE INDEX ix_guest_booking_id ON guest (booking_id);
CREATE INDEX ix_conversation_participant_conversation_id ON conversation_participant (conversation_id);
CREATE INDEX ix_conversation_participant_session_id ON conversation_participant (session_id);
CREATE INDEX guest_room_by_room ON guest_room (room_id);
INSERT INTO "sqlite_sequence" VALUES('room_order',1);
INSERT INTO "sqlite_sequence" VALUES('inspection_round',1);
COMMIT;
