import { once } from '../once';
import { OTHER } from './bounded-labels';

/** So many tools of one server become labels, */
const PER_SERVER = 100;
/** and so many of all servers together: each makes a series for each outcome and some for its latency. */
const IN_ALL = 500;
const MAX_LENGTH = 256;
/** So many names of what a server lists are kept. */
const MAX_LISTED = 1_000;
/** So many servers are kept; a removed one leaves its own until the process ends. */
const MAX_SERVERS = 1_000;

interface Tools {
  /** what the server has listed; undefined until it has been seen to */
  listed: Set<string> | undefined;
  labels: Set<string>;
}

/** Which tools may be a value of the label `tool`, so that neither a caller nor an upstream can make series at will. */
export class ToolLabels {
  private readonly servers = new Map<string, Tools>();
  private labels = 0;
  private dropped = 0;

  /** Notes what a server has answered to tools/list. Lists come in pages, so names are added and never taken away. */
  learn(server: string, names: readonly string[]): void {
    const tools = this.toolsOf(server);
    if (!tools) return;
    tools.listed ??= new Set();
    for (const name of names) {
      if (tools.listed.size >= MAX_LISTED) return;
      if (name.length <= MAX_LENGTH) tools.listed.add(name);
    }
  }

  /**
   * The label of a tool: its name, or `_other`. As long as nobody has asked the server for its list (a session goes on
   * over a restart of the gateway), a tool counts as listed when the server took the call as one.
   */
  labelOf(server: string, tool: string, wasTaken: boolean): string {
    if (tool === '') return '';
    const tools = this.toolsOf(server);
    if (tools?.labels.has(tool)) return tool;
    const isListed = tools?.listed ? tools.listed.has(tool) : wasTaken;
    if (!isListed || tool.length > MAX_LENGTH) return OTHER;
    if (!tools || tools.labels.size >= PER_SERVER || this.labels >= IN_ALL) {
      this.dropped += 1;
      return OTHER;
    }
    tools.labels.add(tool);
    this.labels += 1;
    return tool;
  }

  /** How many calls of tools that a server has are counted as `_other`, because there were too many tools. */
  droppedSamples(): number {
    return this.dropped;
  }

  private toolsOf(server: string): Tools | undefined {
    const known = this.servers.get(server);
    if (known) return known;
    if (this.servers.size >= MAX_SERVERS) return undefined;
    const made: Tools = { listed: undefined, labels: new Set() };
    this.servers.set(server, made);
    return made;
  }
}

/** The one of this process. */
export const toolLabels: () => ToolLabels = once('metrics/tool-labels', () => new ToolLabels());
