// The official Pusher client, as a web page of the hotel would use it: subscribes to channels
// and prints one JSON line for each thing that happens. Settings come as one JSON argument.
"use strict";
const crypto = require("crypto");
const Pusher = require("pusher-js");

const settings = JSON.parse(process.argv[2]);
const say = (line) => process.stdout.write(JSON.stringify(line) + "\n");

const client = new Pusher(settings.key, {
  cluster: "none",
  wsHost: settings.host,
  wsPort: settings.port,
  forceTLS: false,
  enabledTransports: ["ws"],
  disableStats: true,
  channelAuthorization: {
    customHandler: ({ socketId, channelName }, done) => {
      const hmac = crypto.createHmac("sha256", settings.secret);
      const signature = hmac.update(`${socketId}:${channelName}`).digest("hex");
      done(null, { auth: `${settings.key}:${signature}` });
    },
  },
});

client.connection.bind("message", (message) => say({ raw: message }));
for (const name of settings.channels) {
  const channel = client.subscribe(name);
  channel.bind("pusher:subscription_succeeded", () => say({ subscribed: name }));
  channel.bind("pusher:subscription_error", (error) => say({ barred: name, status: error.status }));
  channel.bind_global((event, data) => {
    if (!event.startsWith("pusher:")) say({ channel: name, event, data });
  });
}
process.stdin.on("end", () => process.exit(0)).resume();
