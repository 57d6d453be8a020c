namespace ZipkinMesh.Fuzz.Differential.Requests;

/// <summary>Generates requests: first each oddity alone, with each framing that it may have, then pairs of them.</summary>
internal static class RequestGenerator
{
    private static readonly Oddity[] Oddities = [.. FramingOddities.All, .. LineOddities.All, .. HeaderOddities.All];

    /// <summary>Gets the names of all oddities.</summary>
    public static IEnumerable<string> Names => Oddities.Select(oddity => oddity.Name);

    /// <summary>Generates requests without end. The same seed gives the same ones.</summary>
    public static IEnumerable<RequestCase> Generate(int seed)
    {
        var number = 0;
        foreach (var oddity in Oddities)
        {
            foreach (var framing in oddity.Framing is { } only ? [only] : Enum.GetValues<Framing>())
            {
                yield return Create(++number, framing, oddity);
            }
        }

        for (var random = new Random(seed); ;)
        {
            var first = Oddities[random.Next(Oddities.Length)];
            var second = Oddities[random.Next(Oddities.Length)];
            var framing = first.Framing ?? second.Framing ?? (Framing)random.Next(3);
            if (first != second && (second.Framing ?? framing) == framing)
            {
                yield return Create(++number, framing, first, second);
            }
        }
    }

    private static RequestCase Create(int number, Framing framing, params IReadOnlyList<Oddity> oddities)
    {
        var request = new OddRequest(number, framing);
        foreach (var oddity in oddities)
        {
            oddity.Apply(request);
        }

        return new RequestCase(number, framing, [.. oddities.Select(oddity => oddity.Name)], request.ToBytes());
    }
}
