namespace ZipkinMesh.Tests.Architecture;

/// <summary>Dependencies among the namespaces of a project run one way.</summary>
public sealed class NamespaceTests
{
    public static TheoryData<string> Folders => [.. SourceProject.Product.Select(project => project.Folder)];

    [Theory]
    [MemberData(nameof(Folders))]
    public void Namespaces_OfAProject_HaveNoCircle(string folder)
    {
        var circles = NamespaceCircles.In(NamespaceUses.Of(SourceProject.All.Single(project => project.Folder == folder)));

        Assert.True(circles.Count == 0, $"{folder}:\n{string.Join('\n', circles)}");
    }

    [Theory]
    [InlineData("class A { B.Used u; }", "class Used { A.Uses u; }", "A.cs -> B.cs: Used", "B.cs -> A.cs: Uses")]
    [InlineData("class A { int i = B.Used.Number; }", "class Used { public const int Number = 1; object o = new A.Uses(); }", "A.cs -> B.cs: Used", "B.cs -> A.cs: Uses")]
    [InlineData("class A { void M(object o) => o.Extend(); }", "static class Used { public static void Extend(this object o) => A.Uses.M(); }", "A.cs -> B.cs: Used", "B.cs -> A.cs: Uses")]
    [InlineData("class A;", "class Used { A.Uses u; }", "A.cs: using N.B;", "B.cs -> A.cs: Uses")]
    public void Circle_OfTwo_IsPrintedWithFilesAndNames(string a, string b, params string[] lines)
    {
        var circle = Assert.Single(Circles(
            ("A.cs", $"using N.B; namespace N.A; {a} class Uses {{ public static void M() {{ }} }}"),
            ("B.cs", $"namespace N.B; {b}")));

        Assert.StartsWith("2 namespaces use each other in a circle: N.A, N.B\n", circle, StringComparison.Ordinal);
        Assert.All(lines, line => Assert.Contains($"    {line}", circle, StringComparison.Ordinal));
    }

    [Fact]
    public void Circle_OfParentAndChild_IsFoundWithoutUsing() => Assert.Single(Circles(
        ("Parent.cs", "namespace N; class Parent { Child.Nested n; }"),
        ("Nested.cs", "namespace N.Child; class Nested { Parent p; }")));

    [Fact]
    public void Circle_OfThree_IsOne() => Assert.Single(Circles(
        ("A.cs", "namespace N.A; class A1 { B.B1 b; }"),
        ("B.cs", "namespace N.B; class B1 { C.C1 c; }"),
        ("C.cs", "namespace N.C; class C1 { A.A1 a; }")));

    [Fact]
    public void Uses_OneWay_AreNoCircle() => Assert.Empty(Circles(
        ("A.cs", "using N.B; namespace N.A; class A1 { B1 b; C.C1 c; }"),
        ("B.cs", "namespace N.B; class B1 { C.C1 c; string s; }"),
        ("C.cs", "namespace N.C; class C1 { C1 other; }")));

    private static List<string> Circles(params (string Path, string Text)[] files) =>
        NamespaceCircles.In(NamespaceUses.Of(new("test", [.. files.Select(file => SourceFile.Parse(file.Path, file.Text))], ["System"])));
}
