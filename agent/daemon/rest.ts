/** So many heartbeats without work, and the worker lies down. */
const REST_AFTER_BEATS = 30;

interface RestDeps {
  /** Called before there is work again. */
  readonly onRise: () => void;
  readonly onRest: () => void;
}

/** Tells when there is nothing to do, so that what only work needs can be given back: a worker is idle most of its life. */
export const createRest = ({ onRise, onRest }: RestDeps) => {
  let quietBeats = 0;
  let isResting = false;
  return {
    /** Call before anything is done. */
    onWork: (): void => {
      quietBeats = 0;
      if (!isResting) return;
      isResting = false;
      onRise();
    },
    /** Call at each heartbeat. */
    beat: (): void => {
      quietBeats++;
      if (isResting || quietBeats < REST_AFTER_BEATS) return;
      isResting = true;
      onRest();
    },
  };
};
