/* Search from disk: a browser starts no worker for a page that was opened as a file, so its script runs in a hidden frame.

   The frame's script calls addEventListener("message") and postMessage as a worker would; both are led here and back. */
if (location.protocol === "file:") {
  window.IFrameWorker = class extends EventTarget {
    constructor(url) {
      super();
      const frame = document.createElement("iframe");
      frame.hidden = true;
      frame.title = "Search";
      document.body.append(frame);
      const inside = frame.contentWindow;
      this.waiting = [];
      this.hand = (data) => this.waiting.push(data);
      inside.postMessage = (data) => this.dispatchEvent(new MessageEvent("message", { data }));
      inside.importScripts = async (...sources) => {
        for (const source of sources) await loaded(inside, source);
      };
      loaded(inside, url).then(() => {
        this.hand = (data) => inside.dispatchEvent(new inside.MessageEvent("message", { data }));
        this.waiting.forEach(this.hand);
      });
    }

    postMessage(data) {
      this.hand(data);
    }

    terminate() {}
  };
  window.Worker = window.IFrameWorker;

  /** A script in a frame, once it has run. */
  function loaded(inside, source) {
    return new Promise((done, failed) => {
      const script = inside.document.createElement("script");
      script.src = String(source);
      script.onload = done;
      script.onerror = failed;
      inside.document.body.append(script);
    });
  }
}
