using FsCheck;
using FsCheck.Fluent;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Tests.Support;

/// <summary>Generates normalized spans for round trips.</summary>
internal static class AnySpan
{
    public static Gen<Span> Generator()
    {
        var text = ArbMap.Default.GeneratorFor<NonNull<string>>().Select(s => new string([.. s.Get.Where(c => !char.IsSurrogate(c))]));
        return
            from id in Gen.Choose(1, int.MaxValue)
            from kind in Gen.Elements(Enum.GetValues<SpanKind>())
            from name in text
            from time in Gen.Choose(0, int.MaxValue)
            from tags in Gen.Zip(text, text).ListOf()
            from notes in Gen.Zip(Gen.Choose(1, 9), text).ListOf()
            from shared in Gen.Elements(true, false)
            select Build(id, kind, name, time, tags, notes, shared);
    }

    private static Span Build(
        int id, SpanKind kind, string name, int time, IEnumerable<(string, string)> tags, IEnumerable<(int, string)> notes, bool shared)
    {
        var builder = new SpanBuilder
        {
            TraceId = ZipkinId.ParseTraceId($"{id:x}"),
            Id = ZipkinId.ParseSpanId($"{id:x}"),
            ParentId = ZipkinId.ParseParentId($"{time:x}"),
            Kind = kind,
            Name = name,
            Timestamp = time,
            Local = SpanBuilder.Endpoint(SpanBuilder.Lower(name), "1.2.3.4", null, id % 65536),
            Shared = shared,
        };
        foreach (var (key, value) in tags)
        {
            builder.AddTag(key, value);
        }

        builder.Annotations.AddRange(notes.Select(note => new Annotation(note.Item1, note.Item2)));
        return builder.Build();
    }
}
