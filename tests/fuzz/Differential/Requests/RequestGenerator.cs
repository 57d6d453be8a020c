namespace ZipkinMesh.Fuzz.Differential.Requests;

/// <summary>Generates requests of HTTP/1.1 and HTTP/2: first each oddity alone, with each framing that it may have, then pairs of them.</summary>
internal static class RequestGenerator
{
    private static readonly Oddity[] Oddities = [.. FramingOddities.All, .. LineOddities.All, .. HeaderOddities.All];
    private static readonly Framing[] Http1Framings = [Framing.None, Framing.Length, Framing.Chunked];
    private static readonly Http2Oddity[] Http2Headers = [.. Http2HeaderOddities.All];
    private static readonly Http2Oddity[] Http2Frames = [.. Http2FrameOddities.All];

    /// <summary>Gets the names of all oddities.</summary>
    public static IEnumerable<string> Names => [.. Oddities.Select(oddity => oddity.Name), .. Http2Headers.Concat(Http2Frames).Select(oddity => oddity.Name)];

    /// <summary>Generates requests without end. The same seed gives the same ones.</summary>
    public static IEnumerable<RequestCase> Generate(int seed)
    {
        var number = 0;
        foreach (var oddity in Oddities)
        {
            foreach (var framing in oddity.Framing is { } only ? [only] : Http1Framings)
            {
                yield return Create(++number, framing, oddity);
            }
        }

        foreach (var oddity in Http2Headers.Concat(Http2Frames))
        {
            yield return Create(++number, oddity);
        }

        for (var random = new Random(seed); ;)
        {
            var first = Oddities[random.Next(Oddities.Length)];
            var second = Oddities[random.Next(Oddities.Length)];
            var framing = first.Framing ?? second.Framing ?? Http1Framings[random.Next(Http1Framings.Length)];
            if (first != second && (second.Framing ?? framing) == framing)
            {
                yield return Create(++number, framing, first, second);
            }

            yield return Create(++number, random.GetItems(Http2Headers, 2));
        }
    }

    private static RequestCase Create(int number, params IReadOnlyList<Http2Oddity> oddities)
    {
        var request = new OddHttp2Request(number);
        foreach (var oddity in oddities)
        {
            oddity.Apply(request);
        }

        return new RequestCase(number, Framing.Frames, [.. oddities.Select(oddity => oddity.Name)], request.ToBytes());
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
