import { Dealer, Router } from 'zeromq';
import { endpoints, keys } from './config.js';

/** Hands jobs from the control room to the workers, and results back. */
export class Broker {
  // Clients come from anywhere, unencrypted, and may send as much as they like.
  private readonly frontend = new Router({ receiveHighWaterMark: 0 });

  // The workers' side is encrypted, but does anybody check who the workers are?
  private readonly backend = new Dealer({
    curveServer: true,
    curveSecretKey: keys.serverSecret,
    sendHighWaterMark: 1000,
  });

  async start(): Promise<void> {
    await this.frontend.bind(endpoints.jobs);
    await this.backend.bind(endpoints.workers);
    await Promise.all([this.forward(this.frontend, this.backend), this.forward(this.backend, this.frontend)]);
  }

  private async forward(from: Router | Dealer, to: Router | Dealer): Promise<void> {
    for await (const frames of from) {
      await to.send(frames);
    }
  }
}

await new Broker().start();
