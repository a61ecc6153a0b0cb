/** What the actions that come with Backstage give to later steps. */
export const actionOutputs: Readonly<Record<string, readonly string[]>> = {
  'catalog:fetch': ['entity', 'entities'],
  'catalog:register': ['entityRef', 'catalogInfoUrl'],
  'fs:readdir': ['files', 'folders'],
  'publish:azure': ['remoteUrl', 'repoContentsUrl', 'repositoryId', 'commitHash'],
  'publish:bitbucketCloud': ['remoteUrl', 'repoContentsUrl', 'commitHash'],
  'publish:gitea': ['remoteUrl', 'repoContentsUrl', 'commitHash'],
  'publish:github': ['remoteUrl', 'repoContentsUrl', 'commitHash'],
  'publish:github:pull-request': ['remoteUrl', 'pullRequestNumber', 'targetBranchName'],
  'publish:gitlab': ['remoteUrl', 'repoContentsUrl', 'projectId', 'commitHash'],
  'publish:gitlab:merge-request': ['mergeRequestUrl', 'targetBranchName', 'projectPath'],
};

/** Filters of the scaffolder, then those of Nunjucks that templates use. */
export const filters: readonly string[] = [
  'parseRepoUrl',
  'parseEntityRef',
  'pick',
  'projectSlug',
  ...['capitalize', 'default', 'dump', 'first', 'float', 'int', 'join', 'last', 'length', 'list', 'lower'],
  ...['replace', 'reverse', 'round', 'safe', 'slice', 'sort', 'string', 'title', 'trim', 'truncate'],
  ...['upper', 'urlencode'],
];
