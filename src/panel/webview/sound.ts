/** Hertz, seconds and loudness (of 1) of the beep. */
const pitch = 880;
const length = 0.12;
const loudness = 0.06;

let player: AudioContext | undefined;

/** A short beep, made here: no file, no request. Where the browser allows none, nothing happens. */
export function beep(): void {
  void play().catch(() => undefined);
}

async function play(): Promise<void> {
  player ??= new AudioContext();
  await player.resume();
  const tone = player.createOscillator();
  const volume = player.createGain();
  const now = player.currentTime;
  tone.frequency.value = pitch;
  // A tone that ends at once would click.
  volume.gain.setValueAtTime(loudness, now);
  volume.gain.exponentialRampToValueAtTime(0.001, now + length);
  tone.connect(volume).connect(player.destination);
  tone.start(now);
  tone.stop(now + length);
}
