"""An independent Pusher server and the official client, for tests of housekeeper.live."""
