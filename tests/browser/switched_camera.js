/* Stands in for the camera: plays the pictures of one scene on a canvas until the test switches to another. */
({ scenes, first, device }) => {
  const WIDTH = 640, HEIGHT = 480, PICTURES_A_SECOND = 10, BLOCKS = 20, BITS = 16, BLOCK_HEIGHT = 14, SPARE = 64;
  const makeBitmap = window.createImageBitmap.bind(window); // a test may count the page's own calls
  let canvas, context, noise, playing, number = 0;

  const made = (width, height) => {
    const one = Object.assign(document.createElement("canvas"), { width, height });
    return [one, one.getContext("2d", { alpha: false, willReadFrequently: true })];
  };
  const decoded = {};
  const load = (name) =>
    (decoded[name] ??= Promise.all(
      scenes[name].pictures.map((text) => {
        const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
        return makeBitmap(new Blob([bytes], { type: "image/jpeg" }));
      }),
    ));

  // Grain of two grey levels, from a seed: laid over each picture at another place, so that none comes twice.
  const grain = () => {
    const small = document.createElement("canvas"), drawing = small.getContext("2d");
    Object.assign(small, { width: WIDTH + SPARE, height: HEIGHT + SPARE });
    const picture = drawing.createImageData(small.width, small.height);
    let seed = 7;
    for (let at = 0; at < picture.data.length; at += 4) {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      picture.data.fill(seed >>> 31 ? 255 : 0, at, at + 3);
      picture.data[at + 3] = (seed >>> 24) % 5;
    }
    drawing.putImageData(picture, 0, 0);
    return small;
  };

  // As tests/films.py draws it: white, black, the bits, their parity, white.
  const count = () => {
    const bits = Array.from({ length: BITS }, (_, place) => Boolean((number >> place) & 1));
    const blocks = [true, false, ...bits, bits.filter(Boolean).length % 2 === 1, true];
    blocks.forEach((lit, at) => {
      context.fillStyle = lit ? "#fff" : "#000";
      context.fillRect((at * WIDTH) / BLOCKS, 0, WIDTH / BLOCKS, BLOCK_HEIGHT);
    });
  };

  const draw = () => {
    const { frozen, counted } = scenes[playing.name], last = playing.pictures.length - 1;
    const step = frozen ? 0 : number % (2 * last);
    number += 1;
    context.drawImage(playing.pictures[step <= last ? step : 2 * last - step], 0, 0); // to and fro: no jump
    if (!frozen) context.drawImage(noise, -((number * 37) % SPARE), -((number * 23) % (SPARE - 3)));
    if (counted) count();
  };

  const play = async (name) => {
    const pictures = await load(name);
    playing = { name, pictures };
    window.camera.starts.push([number + 1, name, Date.now()]); // the number of its first picture
    draw();
  };

  const plugIn = async () => {
    if (canvas) return;
    [canvas, context] = made(WIDTH, HEIGHT);
    noise = grain();
    await play(window.camera.first);
    setInterval(draw, 1_000 / PICTURES_A_SECOND);
  };

  window.camera = { starts: [], first, play, now: () => number };
  if (!navigator.mediaDevices) return;
  const known = navigator.mediaDevices.enumerateDevices.bind(navigator.mediaDevices);
  let plugged;
  navigator.mediaDevices.getUserMedia = async () => {
    await (plugged ??= plugIn());
    const stream = canvas.captureStream(PICTURES_A_SECOND), [track] = stream.getVideoTracks();
    const [camera] = (await known()).filter(({ kind }) => kind === "videoinput");
    const settings = track.getSettings.bind(track);
    Object.defineProperty(track, "label", { get: () => camera.label || device });
    track.getSettings = () => ({ ...settings(), deviceId: camera.deviceId });
    return stream;
  };
}
