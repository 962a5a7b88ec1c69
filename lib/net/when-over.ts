import type { IncomingMessage, ServerResponse } from 'node:http';

/** Calls back once, when the answer is out or its client has gone. */
export function whenOver(request: IncomingMessage, response: ServerResponse, listener: () => void): void {
  if (response.socket !== null) return void response.once('close', listener);
  // An answer that waits behind another one on its connection (pipelining) has no socket yet, and is not told when
  // the client leaves meanwhile.
  const { socket } = request;
  const over = () => {
    response.off('close', over);
    socket.off('close', over);
    listener();
  };
  response.on('close', over);
  socket.setMaxListeners(0).on('close', over);
}
