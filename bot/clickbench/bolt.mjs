// A Bolt app that answers block_actions over HTTP: Bolt verifies the signature,
// the handler writes to Redis and acknowledges. It asks no host but that Redis,
// and ends when its standard input does.
import bolt from "@slack/bolt";
import { createClient } from "redis";

const { App, HTTPReceiver, LogLevel } = bolt;
const { REDIS_URL, SIGNING_SECRET, ENDPOINT } = process.env;

const redis = createClient({ url: REDIS_URL });
redis.on("error", (e) => { console.error(e); process.exit(1); });
await redis.connect();

const receiver = new HTTPReceiver({ signingSecret: SIGNING_SECRET, endpoints: [ENDPOINT], logLevel: LogLevel.ERROR });
const app = new App({
  receiver,
  logLevel: LogLevel.ERROR,
  authorize: async () => ({ botToken: "x", botId: "B1", botUserId: "U0" }), // else each click would ask Slack who we are
});

app.action(/^sc:/, async ({ ack, action, body }) => {
  await redis.hSet(`bolt:${action.value}`, { action: action.action_id, at: action.action_ts, by: `${body.team.id}/${body.user.id}` });
  await ack();
});

const server = await app.start({ port: 0, host: "127.0.0.1" });
console.log(`listening ${server.address().port}`);
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
