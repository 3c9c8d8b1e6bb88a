// Sends three requests to a server that fails, with the SDK of OpenAI for Node.js.

import { createRequire } from "node:module";

const [base, key, tools] = process.argv.slice(2);
const { OpenAI } = createRequire(`${tools}/`)("openai");
const client = new OpenAI({ apiKey: "none", baseURL: `${base}/v1`, maxRetries: 2, timeout: 20_000 });

async function fails(request) {
  const error = await request.then(() => null, (error) => error);
  if (!(error instanceof OpenAI.APIError) || error.status !== 504) throw error ?? new Error("it succeeded");
}

const prompt = { model: "m", messages: [{ role: "user", content: "hi" }] };
await fails(client.chat.completions.create(prompt));
await fails(client.chat.completions.create(prompt, { headers: { "Idempotency-Key": key } }));
await fails(client.models.list());
