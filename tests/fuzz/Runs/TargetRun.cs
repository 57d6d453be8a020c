using System.Diagnostics;
using ZipkinMesh.Fuzz.Mutation;
using ZipkinMesh.Fuzz.Targets;

namespace ZipkinMesh.Fuzz.Runs;

/// <summary>Runs one target for a time, or for a number of inputs: first every input of the corpus, then mutations of them.</summary>
internal sealed class TargetRun(FuzzTarget target, int seed)
{
    // Valid inputs with a new outcome join those that are mutated: mutations of refused ones are mostly refused for the same reason.
    private const int MaxKept = 5000;

    private readonly HashSet<Outcome> _accepted = [];

    // The watchdog reads these while the run writes them.
    private byte[] _lastInput = [];
    private long _busySince;

    public FuzzTarget Target => target;

    /// <summary>Gets the number of inputs.</summary>
    public long Executions { get; private set; }

    /// <summary>Gets the number of inputs that were valid.</summary>
    public long Accepted { get; private set; }

    /// <summary>Gets the number of different outcomes of valid inputs.</summary>
    public int Outcomes => _accepted.Count;

    /// <summary>Gets the time that the run took.</summary>
    public TimeSpan Elapsed { get; private set; }

    /// <summary>Gets the last input that was begun, for the watchdog.</summary>
    public byte[] LastInput => Volatile.Read(ref _lastInput);

    /// <summary>Gets the time at which the input under way was begun, as a <see cref="Stopwatch"/> timestamp; 0 between two inputs.</summary>
    public long BusySince => Volatile.Read(ref _busySince);

    /// <summary>Runs until the time is over or an input fails.</summary>
    /// <param name="duration">The time; null runs the target's number of inputs, which are the same ones for the same seed.</param>
    /// <param name="cancel">Ends the run early.</param>
    /// <returns>The failure, made smaller; null for none.</returns>
    public Failure? Run(TimeSpan? duration, CancellationToken cancel)
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

            while ((duration is { } limit ? Stopwatch.GetElapsedTime(start) < limit : Executions < target.Inputs) && !cancel.IsCancellationRequested)
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
        Volatile.Write(ref _lastInput, input);
        Volatile.Write(ref _busySince, Stopwatch.GetTimestamp());
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
            Volatile.Write(ref _busySince, 0);
        }
    }
}
