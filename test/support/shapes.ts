/** Programs that pages have no room for: how people make sockets and hand over options in TypeScript. Each has findings with fixes. */
export const SHAPES: Readonly<Record<string, string>> = {
  draftServer: `import { Server } from "zeromq/draft";
const server = new Server();
await server.bind("tcp://*:5555");
for await (const [request, { routingId }] of server) await server.send(request, { routingId });
`,
  draftClient: `import { Client, Dish, Gather, Radio, Scatter } from "zeromq/draft";
const client = new Client({ sendHighWaterMark: 0 });
client.connect("tcp://server.example.com:5555");
const dish = new Dish({ receiveHighWaterMark: 0 });
await dish.bind("tcp://0.0.0.0:5556");
const gather = new Gather();
await gather.bind("tcp://*:5557");
const scatter = new Scatter();
await scatter.bind("tcp://*:5558");
const radio = new Radio({ maxMessageSize: -1, linger: 0 });
radio.connect("tcp://feed.example.com:5559");
`,
  draftNamespace: `import * as draft from "zeromq/draft";
class Gate {
  private readonly server: draft.Server;
  constructor(private readonly address = "tcp://*:5555") {
    this.server = new draft.Server({ receiveTimeout: 100 });
  }
  async open(): Promise<void> {
    await this.server.bind(this.address);
  }
}
await new Gate().open();
`,
  typedOptions: `import { Router, type SocketOptions } from "zeromq";
const options: SocketOptions<Router> = { sendHighWaterMark: 0, linger: 0 };
const router = new Router(options);
await router.bind("tcp://*:5555");
`,
  frozenOptions: `import { Pull } from "zeromq";
const options = { receiveHighWaterMark: 0, maxMessageSize: -1 } as const;
const pull = new Pull({ ...options });
await pull.bind("tcp://0.0.0.0:5555");
`,
  satisfied: `import { Pull, type SocketOptions } from "zeromq";
const pull = new Pull({ maxMessageSize: -1 } satisfies SocketOptions<Pull>);
await pull.bind("tcp://0.0.0.0:5555");
`,
  subclass: `import { Router } from "zeromq";
class Broker extends Router {
  constructor() {
    super({ handover: true });
  }
  async open(): Promise<void> {
    await this.bind("tcp://*:5555");
  }
}
await new Broker().open();
`,
  privateField: `import * as zmq from "zeromq";
class Worker {
  #jobs = new zmq.Pull();
  #results?: zmq.Push;
  async start(): Promise<void> {
    await this.#jobs.bind("tcp://*:5555");
    this.#results = new zmq.Push({ sendHighWaterMark: 0 });
    this.#results.connect("tcp://sink.example.com:5556");
  }
}
await new Worker().start();
`,
  enforced: `import { Reply } from "zeromq";
const reply = new Reply({ curveServer: true, curveSecretKey: process.env.KEY!, zapDomain: "", zapEnforceDomain: true });
await reply.bind("tcp://*:5555");
`,
  environment: `import { Push } from "zeromq";
const config = { hwm: Number(process.env["HWM"]) };
const push = new Push({ sendHighWaterMark: config.hwm });
push.connect(process.env.TARGET ?? "tcp://jobs.example.com:5555");
await push.send("x");
`,
};
