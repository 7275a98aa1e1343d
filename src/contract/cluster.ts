/** How the hosts of a training job reach each other. SageMaker gives them names and an open network among themselves, no more;
 *  the port and what is said on it are ours.
 *  @see https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-training-algo-running-container.html */

/** TCP port on which a host listens for its peers, from the first use of `job.cluster` on. Below the ports that Linux hands out
 *  by itself (32768 and up), so that no outgoing connection can have taken it. */
export const CLUSTER_PORT = 15_251;

/** Names of peers may not resolve when a job starts; AWS's training toolkit waits that long for them. Unit: ms.
 *  @see https://github.com/aws/sagemaker-training-toolkit */
export const PEER_NAME_TIMEOUT_MS = 15 * 60_000;

/** First and longest pause between two looks for the name of a peer, each twice the one before; as AWS's toolkit. Unit: ms. */
export const PEER_NAME_RETRY_MS = { first: 100, longest: 30_000 } as const;

/** Longest wait for peers, to connect or to come to the same operation, unless the call says otherwise; what PyTorch has. Unit: ms. */
export const COLLECTIVE_TIMEOUT_MS = 30 * 60_000;

/** Longest message of one broadcast. Unit: bytes (1 GiB). */
export const BROADCAST_MAX_BYTES = 1024 ** 3;

/** Longest wait of a leaving host for its peers to read what it has sent. Unit: ms. */
export const CLUSTER_LEAVE_TIMEOUT_MS = 10_000;

/** When one host is asked to stop, its peers are too; how far apart that may be. Unit: ms. */
export const PEER_STOP_TIMEOUT_MS = 30_000;

/** Time within which whoever connects has to say that it is a host of the job. Unit: ms. */
export const GREETING_TIMEOUT_MS = 10_000;
