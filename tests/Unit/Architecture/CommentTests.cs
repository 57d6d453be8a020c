using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ZipkinMesh.Tests.Architecture;

/// <summary>How comments are written, and what they cite.</summary>
public sealed partial class CommentTests
{
    private const double MaxQuestions = 0.02;

    [Fact]
    public void Summaries_OfTheProduct_DoNotBeginAsQuestions()
    {
        var comments = CommentsOf(SourceProject.Product).ToArray();
        var summaries = comments.Sum(comment => Summary().Count(comment.Text));
        var questions = comments.SelectMany(comment => Question().Matches(comment.Text).Select(match => $"{comment.Place}: {match.Groups[1].Value}")).ToArray();

        Assert.True(
            questions.Length <= summaries * MaxQuestions,
            $"{questions.Length} of {summaries} summaries begin with a question word:\n{string.Join('\n', questions)}");
    }

    /// <summary>Comments cite what a reader of a clone can look up.</summary>
    [Fact]
    public void Comments_All_CiteNothingOutsideTheRepository()
    {
        var offenders = CommentsOf(SourceProject.All).SelectMany(comment => Elsewhere().Matches(comment.Text).Select(match => $"{comment.Place}: {match.Value}")).ToArray();

        Assert.True(offenders.Length == 0, string.Join('\n', offenders));
    }

    [Theory]
    [InlineData("/// <summary>What is sent.</summary>", true)]
    [InlineData("/// <summary>\n/// Whose parent is missing.</summary>", true)]
    [InlineData("/// <summary>Whatever the parent.</summary>", false)]
    [InlineData("/// <summary>Gets what is sent.</summary>", false)]
    public void Question_FirstWord_IsSeen(string comment, bool isOne) => Assert.Equal(isOne, Question().IsMatch(comment));

    [Theory]
    [InlineData("// as recorded (case \"b3: d\")", true)]
    [InlineData("// as recorded (cases \"a\", \"b\")", true)]
    [InlineData("// see ../shared/conformance", true)]
    [InlineData("// in any case", false)]
    public void Elsewhere_Citation_IsSeen(string comment, bool isOne) => Assert.Equal(isOne, Elsewhere().IsMatch(comment));

    private static IEnumerable<(string Place, string Text)> CommentsOf(IEnumerable<SourceProject> projects) =>
        from file in projects.SelectMany(project => project.Files)
        from trivia in file.Tree.GetRoot().DescendantTrivia()
        where trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia or SyntaxKind.SingleLineDocumentationCommentTrivia
        select ($"{file.Path}:{file.LineOf(trivia.Span)}", trivia.ToFullString());

    [GeneratedRegex("<summary>")]
    private static partial Regex Summary();

    [GeneratedRegex(@"<summary>[\s/]*((?:What|Who|Whose|Whether|How|Where)\b[^.<\n]*)")]
    private static partial Regex Question();

    [GeneratedRegex(@"\.\./shared\S*|\(cases? ""[^""]*""")]
    private static partial Regex Elsewhere();
}
