// A bot on Microsoft's botbuilder that answers Action.Execute over HTTP, put
// together as Microsoft's samples are: botbuilder proves the token (keys of the
// metadata, issuer, audience, times, service URL), the handler writes to Redis and
// answers with a card. It asks no host but that Redis and the metadata's, and ends
// when its standard input does.
import express from "express";
import { CloudAdapter, ConfigurationBotFrameworkAuthentication, TeamsActivityHandler } from "botbuilder";
import { createClient } from "redis";

const { REDIS_URL, APP_ID, SECRET, TENANT, METADATA_URL, ISSUER, LOGIN_URL, SCOPE } = process.env;

const redis = createClient({ url: REDIS_URL });
redis.on("error", (e) => { console.error(e); process.exit(1); });
await redis.connect();

// What is not Azure's public cloud is told by all of its addresses.
const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({
  MicrosoftAppId: APP_ID, MicrosoftAppPassword: SECRET, MicrosoftAppType: "SingleTenant", MicrosoftAppTenantId: TENANT,
  ToBotFromChannelOpenIdMetadataUrl: METADATA_URL, ToBotFromEmulatorOpenIdMetadataUrl: METADATA_URL,
  ToBotFromChannelTokenIssuer: ISSUER, ToChannelFromBotLoginUrl: LOGIN_URL, ToChannelFromBotOAuthScope: SCOPE,
  OAuthUrl: METADATA_URL, CallerId: "urn:botframework:test",
}));

class Bot extends TeamsActivityHandler {
  async onAdaptiveCardInvoke(context, { action }) {
    const { id, from } = context.activity;
    await redis.hSet(`botbuilder:${JSON.stringify(action.data)}`, { verb: action.verb, at: id, by: from.aadObjectId });
    return {
      statusCode: 200, type: "application/vnd.microsoft.card.adaptive",
      value: { type: "AdaptiveCard", version: "1.5", body: [{ type: "RichTextBlock", inlines: [{ type: "TextRun", text: `${action.verb}: ${from.name}` }] }] },
    };
  }
}
const bot = new Bot();

const app = express();
app.use(express.json());
app.post("/api/messages", (req, res) => adapter.process(req, res, (context) => bot.run(context)));
const server = app.listen(0, "127.0.0.1", () => console.log(`listening ${server.address().port}`));
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
