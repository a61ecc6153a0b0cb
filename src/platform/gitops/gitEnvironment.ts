/** What git is started with: `env` is that of the program, `asking` leads its questions to the person. */
export function environmentOf(
  env: NodeJS.ProcessEnv,
  isUnattended: boolean,
  asking: NodeJS.ProcessEnv = {},
): NodeJS.ProcessEnv {
  return {
    ...cleaned(env),
    ...fixed,
    ...askedOf(env, isUnattended),
    ...asking,
    ...ownAskpass(env, isUnattended),
  };
}

const fixed = {
  GIT_TERMINAL_PROMPT: '0',
  GIT_ALLOW_PROTOCOL: 'file:git:http:https:ssh',
  GIT_OPTIONAL_LOCKS: '0',
  LC_ALL: 'C',
};

/** Whom git and ssh may ask: never a terminal, and nobody at all where nobody waits. */
function askedOf({ SSH_ASKPASS: own }: NodeJS.ProcessEnv, isUnattended: boolean): NodeJS.ProcessEnv {
  // A program that says no; ssh would go to the terminal without one.
  const nobody = { SSH_ASKPASS: 'false', SSH_ASKPASS_REQUIRE: 'force' };
  if (isUnattended) return { ...nobody, GIT_ASKPASS: '', GCM_INTERACTIVE: 'never' };
  return own === undefined ? nobody : { SSH_ASKPASS_REQUIRE: 'force' };
}

/** A program of the person that answers git comes before us. */
function ownAskpass(
  { GIT_ASKPASS: own, CI: isMachine }: NodeJS.ProcessEnv,
  isUnattended: boolean,
): NodeJS.ProcessEnv {
  return own && (!isUnattended || isMachine) ? { GIT_ASKPASS: own } : {};
}

/** Variables of the repository that we may have been started from, and traces, which can hold secrets. */
function cleaned(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const foreign =
    /^GIT_(DIR|WORK_TREE|INDEX_FILE|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|COMMON_DIR|NAMESPACE|PREFIX|EXTERNAL_DIFF|(AUTHOR|COMMITTER)_DATE|TRACE.*|QUARANTINE_PATH)$/;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !foreign.test(name)));
}
