using FsCheck;
using FsCheck.Fluent;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Tests.Zipkin;

public sealed class SpanBuilderTests
{
    [Theory]
    [InlineData(20)]
    [InlineData(1000)]
    public void Tags_InAnyOrder_AreSortedAndTheLastValueOfAKeyIsKept(int keys) => Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.Choose(0, keys).ArrayOf().ToArbitrary(),
        numbers =>
        {
            var builder = new SpanBuilder { TraceId = new(0, 1), Id = 1 };
            var expected = new SortedDictionary<string, string>(StringComparer.Ordinal);
            // As many as the sizes of FsCheck allow, and four times more.
            foreach (var (index, number) in numbers.Concat(numbers).Concat(numbers.Reverse()).Concat(numbers.Select(n => n + keys)).Index())
            {
                builder.AddTag($"{number}", $"{index}");
                expected[$"{number}"] = $"{index}";
            }

            Assert.Equal(expected, builder.Build().Tags);
        }));
}
