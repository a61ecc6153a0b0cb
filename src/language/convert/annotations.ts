/** `Deployment` or `StatefulSet`: what a Service's workload is in Kubernetes; the key is that of score-k8s. */
export const kindAnnotation = 'k8s.score.dev/kind';

/** The labels that select the instances of a Service where they are not the usual one: `key=value,key=value`. */
export const selectorAnnotation = 'goldenpath.dev/selector';
