// Sends three requests to a server that fails, with the SDK of Anthropic for Node.js.

import { createRequire } from "node:module";

const [base, key, tools] = process.argv.slice(2);
const { Anthropic } = createRequire(`${tools}/`)("@anthropic-ai/sdk");
const client = new Anthropic({ apiKey: "none", baseURL: base, maxRetries: 2, timeout: 20_000 });

async function fails(request) {
  const error = await request.then(() => null, (error) => error);
  if (!(error instanceof Anthropic.APIError) || error.status !== 504) throw error ?? new Error("it succeeded");
}

const prompt = { model: "m", max_tokens: 1, messages: [{ role: "user", content: "hi" }] };
await fails(client.messages.create(prompt));
await fails(client.messages.create(prompt, { headers: { "Idempotency-Key": key } }));
await fails(client.models.list());
