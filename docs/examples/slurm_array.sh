#!/bin/bash
# A run in shares on a Slurm cluster. From a folder that all nodes see:
#   sbatch docs/examples/slurm_array.sh
# A task that was killed or preempted is started again by Slurm and goes on where it was.
# When all have ended:
#   parley merge shards/* --out results/whole
#SBATCH --job-name=parley
#SBATCH --array=1-20
#SBATCH --cpus-per-task=4
#SBATCH --mem=1G
#SBATCH --time=04:00:00
#SBATCH --requeue
#SBATCH --open-mode=append
set -euo pipefail

SHARDS=${SHARDS:-20} # the last number of --array; not taken from Slurm, so that single tasks can be submitted again
HISTORIES=${HISTORIES:-100000000}
SCENARIO=${SCENARIO:-scenarios/second_meeting_2018_09.yaml}

parley run "$SCENARIO" --histories "$HISTORIES" --seed 1 \
    --shard "$SLURM_ARRAY_TASK_ID/$SHARDS" --out "shards/$SLURM_ARRAY_TASK_ID" --resume \
    --workers "${SLURM_CPUS_PER_TASK:-1}"
