/** Instance types of SageMaker, as the enums of its service model list them; new ones appear faster than lists do, so an unknown
 *  but well-formed name is worth a warning and no more.
 *  @see botocore 1.43.107, sagemaker/2017-07-24, 2026-10-01: TrainingInstanceType, TransformInstanceType, ProductionVariantInstanceType */

/** Day of the service model that the lists are from. */
export const INSTANCE_TYPES_DATE = '2026-10-01';

/** Families that share their sizes. */
type Families = readonly [families: string, sizes: string];

const SIZES_TO_16 = 'large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge';
const SIZES_TO_24_OF_5 = 'large xlarge 2xlarge 4xlarge 12xlarge 24xlarge';
const SIZES_TO_32 = `${SIZES_TO_16} 24xlarge 32xlarge`;
const SIZES_TO_48 = `${SIZES_TO_16} 24xlarge 48xlarge`;
const withoutLarge = (sizes: string): string => sizes.replace('large ', '');

const M4: Families = ['m4', 'xlarge 2xlarge 4xlarge 10xlarge 16xlarge'];
const P2: Families = ['p2', 'xlarge 8xlarge 16xlarge'];
const P3: Families = ['p3', '2xlarge 8xlarge 16xlarge'];
const G4DN: Families = ['g4dn', 'xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge'];
const G5_G6: Families = ['g5 g6 g6e', 'xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge'];
const G7: Families = ['g7 g7e', '2xlarge 4xlarge 8xlarge 12xlarge 24xlarge 48xlarge'];
const I7: Families = ['m7i c7i r7i', SIZES_TO_48];
const P4: Families = ['p4d p4de', '24xlarge'];
const P5: Families = ['p5', '4xlarge 48xlarge'];
const P5E_P6: Families = ['p5e p5en p6-b200 p6-b300 trn2', '48xlarge'];
const P6E: Families = ['p6e-gb200', '36xlarge'];
const TRN1: Families = ['trn1', '2xlarge 32xlarge'];
const TRN1N: Families = ['trn1n', '32xlarge'];
const INF2: Families = ['inf2', 'xlarge 8xlarge 24xlarge 48xlarge'];

const expand = (table: readonly Families[]): readonly string[] =>
  table.flatMap(([families, sizes]) => families.split(' ').flatMap((family) => sizes.split(' ').map((size) => `ml.${family}.${size}`)));

/** What training jobs may run on. */
export const TRAINING_INSTANCE_TYPES = expand([
  M4, ['m5', SIZES_TO_24_OF_5], ['r5 r5d', `${SIZES_TO_16} 24xlarge`], ['c4', 'xlarge 2xlarge 4xlarge 8xlarge'],
  ['c5 c5n', 'xlarge 2xlarge 4xlarge 9xlarge 18xlarge'], ['m6i r6i', SIZES_TO_32], ['c6i', withoutLarge(SIZES_TO_32)], I7,
  ['m8i r8i', `${SIZES_TO_32} 48xlarge 96xlarge`], ['c8i', withoutLarge(`${SIZES_TO_32} 48xlarge 96xlarge`)],
  ['m7i-flex m8i-flex r8i-flex', SIZES_TO_16], ['c7i-flex c8i-flex', withoutLarge(SIZES_TO_16)], ['t3', 'medium large xlarge 2xlarge'],
  G4DN, G5_G6, G7, P2, P3, ['p3dn', '24xlarge'], P4, P5, P5E_P6, P6E, TRN1, TRN1N,
]);

/** What batch transform jobs may run on. */
export const TRANSFORM_INSTANCE_TYPES = expand([
  M4, ['c4', 'xlarge 2xlarge 4xlarge 8xlarge'], ['c5', 'xlarge 2xlarge 4xlarge 9xlarge 18xlarge'], ['m5', SIZES_TO_24_OF_5], P2, P3, G4DN,
  ['m6i c6i r6i', SIZES_TO_32], I7, G5_G6, TRN1, INF2,
]);

/** What endpoints may run on. */
export const REALTIME_INSTANCE_TYPES = expand([
  ['t2', 'medium large xlarge 2xlarge'], M4, P2, P3, G4DN, G5_G6, G7, P4, P5, P5E_P6, P6E, TRN1, TRN1N, INF2, I7,
  ['m5 m5d r5 r5d', SIZES_TO_24_OF_5], ['c4', 'large xlarge 2xlarge 4xlarge 8xlarge'], ['c5 c5d', 'large xlarge 2xlarge 4xlarge 9xlarge 18xlarge'],
  ['m6i c6i r6i c6in', SIZES_TO_32], ['inf1', 'xlarge 2xlarge 6xlarge 24xlarge'], ['dl1', '24xlarge'],
  ['m6g m6gd c6g c6gd c6gn r6g r6gd c7g', SIZES_TO_16], ['r7gd', `medium ${SIZES_TO_16}`], ['m8g c8g r8g', `medium ${SIZES_TO_48}`],
]);

/** A well-formed instance type. */
export const INSTANCE_TYPE = /^ml\.[a-z0-9-]+\.[a-z0-9]+$/;

/** Families of instances with ARM processors (Graviton): c6g, m8gd, r7g, c6gn, t4g … and p6e-gb200. */
export const ARM_INSTANCE_TYPE = /^ml\.([a-z]+\d+g[a-z]*|[a-z0-9]+-gb\d+)\./;
