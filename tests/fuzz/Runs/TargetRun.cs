using System.Diagnostics;
using ZipkinMesh.Fuzz.Mutation;
using ZipkinMesh.Fuzz.Targets;

namespace ZipkinMesh.Fuzz.Runs;

/// <summary>Runs one target for a time: first every input of the corpus, then mutations of them.</summary>
internal sealed class TargetRun(FuzzTarget target, int seed)
{
    // Valid inputs with a new outcome join those that are mutated: mutations of refused ones are mostly refused for the same reason.
    private const int MaxKept = 5000;

    private readonly HashSet<Outcome> _accepted = [];

    public FuzzTarget Target => target;

    /// <summary>Gets the number of inputs.</summary>
    public long Executions { get; private set; }

    /// <summary>Gets the number of inputs that were valid.</summary>
    public long Accepted { get; private set; }

    /// <summary>Gets the number of different outcomes of valid inputs.</summary>
    public int Outcomes => _accepted.Count;

    /// <summary>Gets the time that the run took.</summary>
    public TimeSpan Elapsed { get; private set; }

    /// <summary>Gets the input under way and when it began, for the watchdog.</summary>
    public (byte[] Input, long Since)? Current { get; private set; }

    /// <summary>Runs until the time is over or an input fails.</summary>
    /// <returns>The failure, made smaller; null for none.</returns>
    public Failure? Run(TimeSpan duration, CancellationToken cancel)
    {
        var start = Stopwatch.GetTimestamp();
        var corpus = Corpus.Read(target);
        var random = new Random(seed);
        var mutator = new Mutator(random, target.Tokens, target.MaxLength);
        var protoMutator = new ProtoMutator(random, target.Tokens, target.MaxLength);
        try
        {
            foreach (var input in corpus)
            {
                // The first call compiles the parser, and is not measured.
                if (Find(input, target.Check) is { } failure || (failure = Find(input, Measured)) is not null)
                {
                    return failure;
                }
            }

            while ((Elapsed = Stopwatch.GetElapsedTime(start)) < duration && !cancel.IsCancellationRequested)
            {
                var (one, other) = (corpus[random.Next(corpus.Count)], corpus[random.Next(corpus.Count)]);
                var input = target.IsProtobuf && random.Next(4) > 0 ? protoMutator.Mutate(one, other) : mutator.Mutate(one, other);
                var known = _accepted.Count;
                Executions++;
                if (Find(input, Measured) is { } failure)
                {
                    return Shrinker.Shrink(target, failure);
                }

                if (_accepted.Count > known && corpus.Count < MaxKept)
                {
                    corpus.Add(input);
                }
            }

            return null;
        }
        finally
        {
            Elapsed = Stopwatch.GetElapsedTime(start);
        }
    }

    private Outcome Measured(byte[] input)
    {
        var outcome = Meter.Run(target, input);
        if (outcome.IsAccepted)
        {
            _accepted.Add(outcome);
            Accepted += Executions > 0 ? 1 : 0;
        }

        return outcome;
    }

    private Failure? Find(byte[] input, Func<byte[], Outcome> run)
    {
        Current = (input, Stopwatch.GetTimestamp());
        try
        {
            run(input);
            return null;
        }
        catch (Exception e)
        {
            return new Failure(input, e, Executions);
        }
        finally
        {
            Current = null;
        }
    }
}
