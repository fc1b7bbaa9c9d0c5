// Asking the server while a hand moves: one question at a time, and of those that came meanwhile
// only the last counts.

(() => {
  // A function that sends a value: at once, or after the pause that follows the one before.
  function latest(send, pause) {
    let resting = false;
    let waiting; // undefined: nothing
    let sent;

    function ask(value) {
      waiting = value;
      if (resting || waiting === undefined || waiting === sent) return;
      sent = waiting;
      waiting = undefined;
      resting = true;
      send(sent);
      setTimeout(() => {
        resting = false;
        if (waiting !== undefined) ask(waiting);
      }, pause);
    }
    ask.waits = () => waiting !== undefined;
    // What waits is past: nothing of it is sent.
    ask.drop = () => {
      waiting = sent = undefined;
    };
    return ask;
  }

  window.latest = latest;
})();
