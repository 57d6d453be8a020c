using ZipkinMesh.Exporter.Spans;

namespace ZipkinMesh.Tests.Exporter;

public sealed class AttributeTextTests
{
    private static readonly object?[] Odd = [double.NaN, 1e20, 0.5f, new[] { 1 }, new Failing(), null];

    [Fact]
    public void Of_ValueWhoseToStringThrows_IsNull() => Assert.Null(AttributeText.Of(new Failing()));

    [Fact]
    public void Of_ListOfOddValues_IsValidJson() => Assert.Equal("""["NaN",1E+20,0.5,"System.Int32[]",null,null]""", AttributeText.Of(Odd));

    [Fact]
    public void Of_EventWithAttributes_IsNameAndObject() => Assert.Equal(
        """"
        "a \"b\"":{"list":["NaN",1E+20,0.5,"System.Int32[]",null,null],"text":"c","flag":true,"none":null}
        """",
        AttributeText.Of("a \"b\"", [new("list", Odd), new("text", "c"), new("flag", true), new("none", null)]));

    private sealed class Failing
    {
        public override string ToString() => throw new InvalidOperationException("The app's own failure.");
    }
}
